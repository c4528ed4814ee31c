package org.asyncio4j.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Certificates and keys that are made for one run of tests, in a folder of its own. */
final class Certificates {

    private static final List<String> EC = List.of("ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");

    private final Path folder;

    /** Makes an authority: {@code ca.pem}. */
    Certificates(Path folder) throws Exception {
        this.folder = folder;
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=Test authority", "-addext", "keyUsage=critical,keyCertSign", "-keyout", "ca.key", "-out",
                "ca.pem");
    }

    Path authority() {
        return file("ca.pem");
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** What shows a certificate that was issued, and trusts the authority. */
    TlsContext context(String file) throws IOException {
        return TlsContext.of(file(file + ".pem"), file(file + ".key"), authority());
    }

    /** Makes a certificate of the authority for a name: {@code NAME.pem} and {@code NAME.key}. */
    void issue(String file, String name, String... more) throws Exception {
        issue(file, name, EC, more);
    }

    /** Makes a certificate with another kind of key. */
    void issueFor(String file, String name, String kindOfKey) throws Exception {
        issue(file, name, List.of(kindOfKey), "-days", "2");
    }

    private void issue(String file, String name, List<String> key, String... more) throws Exception {
        request(file, name, key);
        List<String> arguments = new ArrayList<>(
                List.of("x509", "-req", "-in", file + ".csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                        "-extfile", file + ".ext", "-out", file + ".pem"));
        Collections.addAll(arguments, more);
        openssl(arguments.toArray(new String[0]));
    }

    /** Makes a certificate that is valid between two times, such as {@code 20990101000000Z}. */
    void issueBetween(String file, String name, String begin, String end) throws Exception {
        request(file, name, EC);
        Files.writeString(file("index.txt"), "");
        Files.writeString(file("ca.cnf"), """
                [ca]
                default_ca = here
                [here]
                database = index.txt
                new_certs_dir = .
                default_md = sha256
                serial = ca.srl
                policy = anything
                [anything]
                commonName = supplied
                """);
        openssl("ca", "-batch", "-notext", "-rand_serial", "-config", "ca.cnf", "-cert", "ca.pem", "-keyfile", "ca.key",
                "-in", file + ".csr", "-extfile", file + ".ext", "-startdate", begin, "-enddate", end, "-out",
                file + ".pem");
    }

    private void request(String file, String name, List<String> key) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("req", "-newkey"));
        arguments.addAll(key);
        Collections.addAll(arguments, "-nodes", "-subj", "/CN=" + name, "-keyout", file + ".key", "-out",
                file + ".csr");
        openssl(arguments.toArray(new String[0]));
        Files.writeString(file(file + ".ext"), "subjectAltName=DNS:" + name + "\nauthorityKeyIdentifier=keyid\n");
    }

    /** Runs the program openssl in the folder. */
    void openssl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        Collections.addAll(command, arguments);
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("%s", output).isZero();
    }
}
