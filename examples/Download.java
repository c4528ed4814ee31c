import static org.asyncio4j.Asyncio.*;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.asyncio4j.*;
import org.asyncio4j.sync.Semaphore;

/*
 * Mirrors a folder tree from a web server that lists its folders, such as the JDK's own jwebserver.
 *
 * Each folder and each file is a task, as many as there are; a semaphore lets only some of them talk to the server at a
 * time. Tasks of one loop never run at once, so the fields below need no lock.
 */

static final String USAGE = """
        usage: Download URL TARGET_FOLDER [OPTION...]
               Download [OPTION...]

        With a URL: copies the folder tree that a web server lists there into TARGET_FOLDER.
        Without: serves some thousand files of this JDK with its jwebserver, mirrors them into a
        temporary folder, compares the two, and deletes both.

          --jobs N                 at most N requests at a time (16)
          --timeout SECONDS        for each attempt, from request to saved file (30)
          --retries N              after a timeout, a broken connection or an HTTP status 5xx (4)
          --compare SOURCE_FOLDER  compare the copy with these files by SHA-256
          --keep                   do not delete the temporary folder

        Exit status: 0 all copied and equal, 1 not so, 2 bad usage, 130 ended by Ctrl-C.""";

// what to do
URI url;
Path target;
Path source;
int jobs = 16;
Duration timeout = Duration.ofSeconds(30);
int retries = 4;
boolean keep;

// how far it is
HttpClient client;
Semaphore turns;
long startNanos;
int found;
int copied;
long copiedBytes;
int retried;
List<String> failures = new ArrayList<>();

void main(String[] arguments) {
    try {
        parse(List.of(arguments).iterator());
        boolean complete = url == null ? demonstrate() : run(this::mirror);
        if (!complete) {
            System.exit(1);
        }
    } catch (IOException e) {
        System.err.println("Download: " + e);
        System.exit(1);
    }
}

void parse(Iterator<String> arguments) {
    List<String> places = new ArrayList<>();
    while (arguments.hasNext()) {
        String argument = arguments.next();
        switch (argument) {
            case "--jobs" -> jobs = (int) number(argument, arguments, 1);
            case "--timeout" -> timeout = Duration.ofMillis((long) (1000 * number(argument, arguments, 0.001)));
            case "--retries" -> retries = (int) number(argument, arguments, 0);
            case "--compare" -> source = folder(arguments.hasNext() ? arguments.next() : "");
            case "--keep" -> keep = true;
            default -> places.add(argument);
        }
    }
    if (!(places.isEmpty() || places.size() == 2) || places.stream().anyMatch(place -> place.startsWith("-"))) {
        refuse("expected a URL and a folder, not " + places);
    }
    if (!places.isEmpty()) {
        url = URI.create(places.getFirst().replaceFirst("/?$", "/"));
        target = folder(places.getLast());
    }
}

double number(String option, Iterator<String> arguments, double least) {
    String value = arguments.hasNext() ? arguments.next() : "";
    if (!value.matches("\\d{1,6}(\\.\\d+)?") || Double.parseDouble(value) < least) {
        refuse(option + " cannot be '" + value + "'");
    }
    return Double.parseDouble(value);
}

Path folder(String name) {
    return Path.of(name).toAbsolutePath().normalize();
}

void refuse(String problem) {
    System.err.println("Download: " + problem + "\n" + USAGE);
    System.exit(2);
}

/** The temporary folder is deleted after run(): by then all tasks and threads that write to it have ended. */
boolean demonstrate() throws IOException {
    Path folder = Files.createTempDirectory("asyncio4j-download-");
    source = folder.resolve("source");
    target = folder.resolve("copy");
    try {
        return run(() -> {
            IO.println("serving " + toThread(this::collectJdkFiles) + " files of this JDK");
            try (var server = new FileServer(source)) {
                url = server.url();
                return mirror();
            }
        });
    } finally {
        if (keep) {
            IO.println("kept: " + folder);
        } else {
            deleteTree(folder);
        }
    }
}

/** Tells whether everything that was found is there now. */
boolean mirror() {
    // Reading a response and writing it to a file blocks a thread: one for each job, and virtual ones are cheap.
    getRunningLoop().setDefaultExecutor(Executors.newVirtualThreadPerTaskExecutor());
    turns = new Semaphore(jobs);
    client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    startNanos = System.nanoTime();
    boolean onTerminal = System.console() != null && System.console().isTerminal();
    Task<?> progress = onTerminal ? createTask(this::showProgress, "progress") : null;
    try {
        copyFolder(url, target);
    } finally {
        client.shutdownNow();
        if (progress != null) {
            progress.cancel();
            System.err.print("\r\033[K");
        }
    }
    IO.println(summary());
    failures.forEach(failure -> System.err.println("failed: " + failure));
    return (source == null || isCopyEqual()) & failures.isEmpty();
}

void showProgress() {
    while (true) {
        System.err.print("\r\033[K" + summary() + " (" + found + " found)");
        sleep(Duration.ofMillis(100));
    }
}

String summary() {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    return "%d files, %.1f MB in %.1f s, %d retries, %d failed".formatted(
            copied, copiedBytes / 1e6, seconds, retried, failures.size());
}

/** Runs the action on each of the items, in a task of its own, and waits for all of them. */
<T> void forEachAtOnce(Collection<T> items, Consumer<T> action) {
    await(gather(items.stream().map(item -> (VoidCoroutine) () -> action.accept(item)).toArray(VoidCoroutine[]::new)));
}

// ---- copying ----

void copyFolder(URI folderUrl, Path folder) {
    String page = attempted(folderUrl, body -> {
        Files.createDirectories(folder);
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    });
    if (page != null) {
        forEachAtOnce(Listing.hrefs(page), href -> copyEntry(folderUrl, href, folder));
    }
}

void copyEntry(URI folderUrl, String href, Path folder) {
    try {
        URI entryUrl = URI.create(folderUrl + href);
        Path entry = Listing.inside(folder, href);
        if (href.endsWith("/")) {
            copyFolder(entryUrl, entry);
        } else {
            copyFile(entryUrl, entry);
        }
    } catch (IllegalArgumentException e) {
        failures.add(folderUrl + href + ": " + e.getMessage());
    }
}

void copyFile(URI fileUrl, Path file) {
    Path part = file.resolveSibling(".download-" + ++found + ".part");
    Long size = attempted(fileUrl, body -> save(body, part, file));
    if (size != null) {
        copied++;
        copiedBytes += size;
    }
}

/** Runs in a thread, to its end even if its task is cancelled, and leaves the whole file or nothing. */
long save(InputStream body, Path part, Path file) throws IOException {
    try {
        long size = Files.copy(body, part, StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        return size;
    } finally {
        Files.deleteIfExists(part);
    }
}

/** What a thread makes of the body of a response. */
interface BodyReader<T> {
    T read(InputStream body) throws IOException;
}

/** Fetches, again and again if that makes sense; null if it was given up. */
<T> T attempted(URI address, BodyReader<T> reader) {
    for (int attempt = 0;; attempt++) {
        try (var _ = turns.acquire()) {
            return waitFor(() -> fetch(address, reader), timeout);
        } catch (Exception e) {
            if (attempt == retries || !isTransient(e)) {
                failures.add(address + ": " + reason(e));
                return null;
            }
        }
        retried++;
        sleep(pauseAfter(attempt));
    }
}

<T> T fetch(URI address, BodyReader<T> reader) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(address).build();
    HttpResponse<InputStream> response = await(
            client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream()));
    // Closing the body is what ends the thread that reads it when the task is cancelled or out of time.
    try (InputStream body = response.body()) {
        String status = "HTTP " + response.statusCode();
        if (response.statusCode() != 200) {
            throw response.statusCode() >= 500 ? new IOException(status) : new ProtocolException(status);
        }
        return toThread(() -> reader.read(body));
    }
}

/** Twice as long each time, and never the same: clients that failed together must not come back together. */
Duration pauseAfter(int attempt) {
    long millis = Math.min(200L << Math.min(attempt, 10), 5_000);
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
}

boolean isTransient(Exception e) {
    return switch (e) {
        case TimeoutError _ -> true;
        case ProtocolException _ -> false;
        case FileSystemException _ -> false;
        default -> e instanceof IOException;
    };
}

String reason(Exception e) {
    String message = e instanceof TimeoutError ? "not complete after " + timeout.toMillis() + " ms" : e.getMessage();
    return message == null || e instanceof FileSystemException ? e.toString() : message;
}

/** What a page with the entries of a folder says. */
static final class Listing {

    private static final Pattern LINK = Pattern.compile("(?i)<a\\s[^>]*?href\\s*=\\s*([\"'])(.*?)\\1");
    private static final Pattern ESCAPE = Pattern.compile("&([#\\w]{2,5});");
    private static final Map<String, String> ESCAPED = Map.of(
            "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "#39", "'", "#x27", "'", "#x2F", "/");

    /** The links to entries; others lead up, to another order of the list, or to another place. */
    static Set<String> hrefs(String page) {
        return LINK.matcher(page)
                .results()
                .map(link -> unescaped(link.group(2)))
                .map(href -> href.startsWith("./") ? href.substring(2) : href)
                .filter(href -> href.matches("[^/?#]+/?") && !href.matches("\\.\\.?/?"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The file for an entry; what a server says must not lead out of the folder. */
    static Path inside(Path folder, String href) {
        String encoded = href.endsWith("/") ? href.substring(0, href.length() - 1) : href;
        String name = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        Path file = folder.resolve(name).normalize();
        if (!folder.equals(file.getParent())) {
            throw new IllegalArgumentException("not the name of a file: " + name);
        }
        return file;
    }

    private static String unescaped(String html) {
        Matcher escapes = ESCAPE.matcher(html);
        return escapes.replaceAll(one -> Matcher.quoteReplacement(ESCAPED.getOrDefault(one.group(1), one.group())));
    }
}

// ---- comparing ----

boolean isCopyEqual() {
    Set<Path> names = toThread(() -> filesBelow(source));
    names.addAll(toThread(() -> filesBelow(target)));
    Map<Path, String> differences = new TreeMap<>();
    forEachAtOnce(names, name -> {
        try (var _ = turns.acquire()) {
            String expected = toThread(() -> checksum(source.resolve(name)));
            String actual = toThread(() -> checksum(target.resolve(name)));
            if (!expected.equals(actual)) {
                differences.put(name, "source " + expected + ", copy " + actual);
            }
        }
    });
    IO.println(names.size() + " checksums compared, " + differences.size() + " differ");
    differences.forEach((name, difference) -> System.err.println("differs: " + name + ": " + difference));
    return differences.isEmpty();
}

Set<Path> filesBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
        return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                .map(folder::relativize)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

String checksum(Path file) throws IOException, NoSuchAlgorithmException {
    var digest = MessageDigest.getInstance("SHA-256");
    try (var content = new DigestInputStream(Files.newInputStream(file), digest)) {
        content.transferTo(OutputStream.nullOutputStream());
        return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchFileException e) {
        return "missing";
    }
}

// ---- something to copy ----

/** The JDK's own web server, in a process of its own. */
static final class FileServer implements AutoCloseable {

    private final Process process;

    FileServer(Path folder) throws IOException {
        String program = Path.of(System.getProperty("java.home"), "bin", "jwebserver").toString();
        process = new ProcessBuilder(program, "-b", "127.0.0.1", "-p", "0", "-o", "none", "-d", folder.toString())
                .redirectErrorStream(true)
                .start();
    }

    /** Waits until the server says where it is. */
    URI url() {
        return toThread(() -> process.inputReader()
                .lines()
                .map(Pattern.compile("http://\\S+")::matcher)
                .filter(Matcher::find)
                .map(address -> URI.create(address.group()))
                .findFirst()
                .orElseThrow(() -> new IOException("jwebserver did not start")));
    }

    @Override
    public void close() {
        process.destroy();
    }
}

/** Licences, settings, manuals, C headers, and the classes of java.base, which every JDK has in its image. */
int collectJdkFiles() throws IOException {
    Path jdk = Path.of(System.getProperty("java.home"));
    int count = copyTree(Path.of(URI.create("jrt:/java.base/java")), source.resolve("classes/java"));
    for (String name : List.of("legal", "conf", "include", "man", "lib/security")) {
        count += Files.exists(jdk.resolve(name)) ? copyTree(jdk.resolve(name), source.resolve(name)) : 0;
    }
    return count;
}

int copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> walk = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
        List<Path> files = walk.filter(Files::isRegularFile).toList();
        for (Path file : files) {
            Path copy = to.resolve(from.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
        return files.size();
    }
}

void deleteTree(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
        }
    }
}
