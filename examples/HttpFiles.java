import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.file.FileIo.*;
import static org.asyncio4j.stream.Streams.*;

import org.asyncio4j.*;
import org.asyncio4j.file.FileHandle;
import org.asyncio4j.stream.*;

/*
 * A static HTTP/1.1 file server: HttpFiles FOLDER [PORT [CLIENTS]]. Keep-alive, ranges, HEAD; nothing outside of the folder
 * is served.
 *
 * Files are read off the loop, a block at a time; the client's pace sets that of the reading. How long a head may be, how long
 * a client may take, and how many there may be at once, has a limit.
 */

static final Duration PATIENCE = Duration.ofSeconds(30);
static final int HEAD_LIMIT = 16 * 1024;
static final int BLOCK = 64 * 1024;
static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8", "txt", "text/plain; charset=utf-8",
        "css", "text/css", "js", "text/javascript", "json", "application/json", "svg", "image/svg+xml",
        "png", "image/png", "jpg", "image/jpeg");

Path root;
int clients;
int mostClients = 1000;

void main(String[] arguments) throws IOException {
    if (arguments.length < 1) {
        System.err.println("usage: HttpFiles FOLDER [PORT [CLIENTS]]");
        System.exit(2);
    }
    root = Path.of(arguments[0]).toRealPath();
    int port = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
    if (arguments.length > 2) {
        mostClients = Integer.parseInt(arguments[2]);
    }
    run(() -> {
        try (var server = startServer(this::serve, "127.0.0.1", port, HEAD_LIMIT)) {
            IO.println("serving " + root + " on port " + server.port());
            server.serveForever();
        }
    });
}

/** A request, or what is wrong with it. */
record Request(String method, String target, Map<String, String> headers) {

    static Request parse(String head) throws Refused {
        String[] lines = head.split("\r\n");
        String[] first = lines[0].split(" ", -1);
        if (first.length != 3 || !first[2].matches("HTTP/1\\.[01]")) {
            throw new Refused(400, "Bad Request");
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new Refused(400, "Bad Request");
            }
            headers.merge(line.substring(0, colon), line.substring(colon + 1).strip(),
                    (one, other) -> one + ", " + other);
        }
        if (first[2].equals("HTTP/1.0")) {
            headers.putIfAbsent("Connection", "close");
        }
        return new Request(first[0], first[1], headers);
    }

    boolean isLast() {
        // what comes with a request is not read, so nothing after it could be understood
        return headers.getOrDefault("Connection", "").equalsIgnoreCase("close")
                || headers.containsKey("Transfer-Encoding")
                || !headers.getOrDefault("Content-Length", "0").equals("0");
    }
}

/** The end of a request that is not answered with a file. */
static final class Refused extends Exception {

    final int status;
    final String[] headers;

    Refused(int status, String reason, String... headers) {
        super(reason);
        this.status = status;
        this.headers = headers;
    }
}

void serve(StreamReader reader, StreamWriter writer) throws IOException {
    clients++;
    try (var _ = new Connection(reader, writer)) {
        boolean last = clients > mostClients;
        if (last) {
            refuse(new Refused(503, "Service Unavailable", "Retry-After: 10"), writer, true, true);
        }
        while (!last) {
            Request request = null;
            try {
                request = Request.parse(timeout(PATIENCE, () -> readHead(reader)));
                last = request.isLast();
                answer(request, writer, last);
            } catch (Refused refused) {
                last |= request == null;
                refuse(refused, writer, last, request == null || !request.method.equals("HEAD"));
            }
            writer.drain();
        }
    } catch (IncompleteReadError | TimeoutError | SocketException e) {
        writer.transport().abort(); // the client is gone, or idle
    } finally {
        clients--;
    }
}

void refuse(Refused refused, StreamWriter writer, boolean last, boolean withBody) {
    String status = refused.status + " " + refused.getMessage();
    byte[] body = (status + "\n").getBytes(StandardCharsets.UTF_8);
    sendHead(writer, status, body.length, "text/plain", last, refused.headers);
    if (withBody) {
        writer.write(body);
    }
}

String readHead(StreamReader reader) throws IOException, Refused {
    try {
        byte[] head = reader.readuntil("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return new String(head, StandardCharsets.ISO_8859_1);
    } catch (LimitOverrunError e) {
        throw new Refused(431, "Request Header Fields Too Large");
    }
}

void answer(Request request, StreamWriter writer, boolean last) throws IOException, Refused {
    if (!Set.of("GET", "HEAD").contains(request.method)) {
        throw new Refused(405, "Method Not Allowed", "Allow: GET, HEAD");
    }
    Path path = toFileThread(() -> locate(request.target));
    if (path == null) {
        throw new Refused(404, "Not Found");
    }
    try (FileHandle file = openFile(path)) {
        long size = file.size();
        long[] range = range(request.headers.get("Range"), size);
        String name = path.getFileName().toString();
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
        if (range == null) {
            sendHead(writer, "200 OK", size, type, last, "Accept-Ranges: bytes");
            range = new long[] {0, size};
        } else {
            sendHead(writer, "206 Partial Content", range[1] - range[0], type, last,
                    "Content-Range: bytes " + range[0] + "-" + (range[1] - 1) + "/" + size);
        }
        if (request.method.equals("GET")) {
            send(file, range[0], range[1], writer);
        }
    }
}

/** The file, or null if there is none that may be seen. Runs in a thread for files. */
Path locate(String target) throws IOException {
    try {
        String path = URI.create(target).getPath();
        if (path == null || !path.startsWith("/")) {
            return null;
        }
        Path file = root.resolve(path.substring(1)).toRealPath(); // links are followed before the check
        if (Files.isDirectory(file)) {
            file = file.resolve("index.html").toRealPath();
        }
        return file.startsWith(root) && Files.isRegularFile(file) ? file : null;
    } catch (IllegalArgumentException | FileSystemException e) {
        return null;
    }
}

/** From where, and to where exclusively; null for everything, which is also the answer to what is not understood. */
long[] range(String header, long size) throws Refused {
    Matcher one = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})").matcher(header == null ? "" : header);
    if (!one.matches() || one.group().equals("bytes=-")) {
        return null;
    }
    long from;
    long to = size;
    if (one.group(1).isEmpty()) {
        from = Math.max(0, size - Long.parseLong(one.group(2)));
    } else {
        from = Long.parseLong(one.group(1));
        if (!one.group(2).isEmpty()) {
            if (Long.parseLong(one.group(2)) < from) {
                return null;
            }
            to = Math.min(size, Long.parseLong(one.group(2)) + 1);
        }
    }
    if (from >= to) {
        throw new Refused(416, "Range Not Satisfiable", "Content-Range: bytes */" + size);
    }
    return new long[] {from, to};
}

void sendHead(StreamWriter writer, String status, long length, String type, boolean last, String... headers) {
    var head = new StringBuilder(
            "HTTP/1.1 " + status + "\r\nContent-Length: " + length + "\r\nContent-Type: " + type + "\r\n");
    for (String header : headers) {
        head.append(header).append("\r\n");
    }
    head.append(last ? "Connection: close\r\n\r\n" : "\r\n");
    writer.write(head.toString(), StandardCharsets.ISO_8859_1);
}

void send(FileHandle file, long from, long to, StreamWriter writer) throws IOException {
    var block = ByteBuffer.allocate(BLOCK);
    for (long at = from; at < to;) {
        block.clear().limit((int) Math.min(BLOCK, to - at));
        int count = file.read(block, at);
        if (count < 0) {
            throw new SocketException("the file became shorter"); // the client sees it by the length
        }
        at += count;
        writer.write(block.flip());
        timeout(PATIENCE, () -> writer.drain());
    }
}
