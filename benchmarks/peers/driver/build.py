"""Builds what can be built, into target/; what cannot is named, with the reason."""

import os
import subprocess
from pathlib import Path

from tools import KEYS, OUT, PEERS, ROOT, Missing, jdk_tool, java, last_line, maven, need

JAVAC_OPTIONS = {
    "limit": ["--add-exports", "java.base/jdk.internal.vm=ALL-UNNAMED"],
    "threads": ["--release", "25", "--enable-preview"],
}


def run(*command, cwd=None):
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise Missing(f"{Path(command[0]).name} failed: {last_line(done.stderr + done.stdout)}")


def newest(paths):
    return max((path.stat().st_mtime for path in paths), default=0)


def is_current(target, sources):
    return target.exists() and target.stat().st_mtime >= newest(sources)


def library_jars():
    """The jars of the library itself, packed anew when older than their sources."""
    jars = []
    for module in ("core", "io"):
        sources = list((ROOT / module / "src" / "main").rglob("*.java"))
        found = [jar for jar in (ROOT / module / "target").glob(f"asyncio4j-{module}-*.jar") if "tests" not in jar.name]
        if not (found and is_current(found[0], sources)):
            run(maven(), "-B", "-q", "-Dmaven.test.skip=true", "-pl", "core,io", "package", cwd=ROOT)
            return library_jars()
        jars.append(found[0])
    return jars


def dependencies(pom, folder):
    if not is_current(folder, [pom]):
        run(maven(), "-B", "-q", "-f", pom, "dependency:copy-dependencies", f"-DoutputDirectory={folder}")
        folder.touch()
    return list(folder.glob("*.jar"))


def class_path(jars):
    return os.pathsep.join(map(str, jars))


def jar_of(peer):
    return OUT / peer / "peer.jar"


def build_java(peer, jars=()):
    sources = [*(PEERS / "common").rglob("*.java"), *(PEERS / peer).glob("*.java")]
    classes = OUT / peer / "classes"
    if is_current(jar_of(peer), [*sources, *jars]):
        return
    options = ["-nowarn", "-XDignore.symbol.file", *JAVAC_OPTIONS.get(peer, [])]
    run(jdk_tool("javac"), *options, "-d", classes, "-cp", class_path(jars), *sources)
    run(jdk_tool("jar"), "--create", "--file", jar_of(peer), "-C", classes, ".")


def build_asyncio4j():
    jars = library_jars()
    build_java("asyncio4j", jars)
    (OUT / "asyncio4j" / "classpath").write_text(class_path(jars), encoding="utf-8")


def build_with_dependencies(peer):
    jars = dependencies(PEERS / peer / "pom.xml", OUT / peer / "lib")
    build_java(peer, jars)


def build_kotlin():
    jars = dependencies(PEERS / "kotlin" / "pom.xml", OUT / "kotlin" / "lib")
    compiler = dependencies(PEERS / "kotlin" / "compiler" / "pom.xml", OUT / "kotlin" / "compiler")
    common, sources = list((PEERS / "common").rglob("*.java")), list((PEERS / "kotlin").glob("*.kt"))
    classes = OUT / "kotlin" / "classes"
    if is_current(jar_of("kotlin"), [*common, *sources, *jars]):
        return
    run(jdk_tool("javac"), "-nowarn", "-d", classes, *common)
    compile_kotlin = [java(), "-cp", class_path(compiler), "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler"]
    options = ["-no-stdlib", "-no-reflect", "-jvm-target", "25", "-Xno-param-assertions"]
    run(*compile_kotlin, *options, "-cp", class_path([*jars, classes]), "-d", classes, *sources)
    run(jdk_tool("jar"), "--create", "--file", jar_of("kotlin"), "-C", classes, ".")


def build_c():
    gcc = need("gcc")
    for source in (PEERS / "c").glob("*.c"):
        target = OUT / "c" / source.stem
        if not is_current(target, [source]):
            target.parent.mkdir(parents=True, exist_ok=True)
            run(gcc, "-O2", "-Wall", "-o", target, source, "-lssl", "-lcrypto")


def build_tokio():
    cargo = need("cargo")
    command = [cargo, "build", "-q", "--release", "--target-dir", OUT / "tokio"]
    debian = Path("/usr/share/cargo/registry")  # where librust-tokio-dev puts it
    if list(debian.glob("tokio-1.*")):
        replaced = 'source.crates-io.replace-with="debian"'
        command += ["--offline", "--config", replaced, "--config", f'source.debian.directory="{debian}"']
    run(*command, cwd=PEERS / "tokio")


def make_keys():
    if (KEYS / "keys.p12").exists():
        return
    openssl = need("openssl")
    KEYS.mkdir(parents=True, exist_ok=True)
    key, cert = KEYS / "key.pem", KEYS / "cert.pem"
    subject = ["-days", "3650", "-subj", "/CN=localhost"]
    run(openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, *subject)
    packed = ["-out", KEYS / "keys.p12", "-passout", "pass:changeit"]
    run(openssl, "pkcs12", "-export", "-inkey", key, "-in", cert, *packed)


BUILDS = {
    "c": build_c,
    "keys": make_keys,
    "asyncio4j": build_asyncio4j,
    "limit": lambda: build_java("limit"),
    "threads": lambda: build_java("threads"),
    "netty": lambda: build_with_dependencies("netty"),
    "vertx": lambda: build_with_dependencies("vertx"),
    "kotlin": build_kotlin,
    "tokio": build_tokio,
}


def build(names):
    """Builds these and returns why some could not be: a dictionary of names and reasons."""
    left_out = {}
    for name in BUILDS:
        if name not in names:
            continue
        print(f"building {name} ...", flush=True)
        try:
            BUILDS[name]()
        except Missing as e:
            left_out[name] = str(e)
    return left_out
