import static java.time.Duration.*;
import static org.asyncio4j.Asyncio.*;

import java.time.format.DateTimeFormatter;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.net.*;

/*
 * The time over UDP: UdpTime serve [PORT] answers every datagram with the time of this machine; UdpTime ask HOST PORT asks
 * for it. Without arguments both run in one program. Any client will do: echo | nc -u -w 1 HOST PORT.
 *
 * Datagrams are lost: who asks waits for a while and asks again, and each question has a number, so that the answer to an
 * earlier one is not taken for that to a later one.
 */

static final Duration PATIENCE = ofMillis(500);
static final int ATTEMPTS = 5;

void main(String[] arguments) {
    String job = arguments.length == 0 ? "both" : arguments[0];
    switch (job) {
        case "serve" -> run(() -> serve(arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0));
        case "ask" -> run(() -> IO.println(ask(new InetSocketAddress(arguments[1], Integer.parseInt(arguments[2])))));
        case "both" -> run(this::both);
        default -> {
            System.err.println("usage: UdpTime [serve [PORT] | ask HOST PORT]");
            System.exit(2);
        }
    }
}

// ---- the server ----

void serve(int port) throws IOException {
    try (var socket = UdpSocket.bind(new InetSocketAddress("127.0.0.1", port))) {
        IO.println("time on port " + socket.port());
        answer(socket);
    }
}

/** Answers until the socket is closed. */
void answer(UdpSocket socket) throws IOException {
    for (Datagram question : socket) {
        String number = question.data(StandardCharsets.UTF_8).strip();
        String time = DateTimeFormatter.ISO_INSTANT.format(Instant.now());
        String answer = number.isEmpty() ? time + "\n" : number + " " + time + "\n";
        socket.send(answer.getBytes(StandardCharsets.UTF_8), question.address());
    }
}

// ---- the client ----

Instant ask(InetSocketAddress server) throws IOException {
    try (var socket = UdpSocket.connect(server)) {
        for (int i = 1; i <= ATTEMPTS; i++) {
            String number = "question-" + i;
            try {
                socket.send(number.getBytes(StandardCharsets.UTF_8));
                return waitFor(() -> answerTo(number, socket), PATIENCE);
            } catch (TimeoutError e) {
                System.err.println("no answer to " + number);
            } catch (PortUnreachableException e) {
                System.err.println("nobody listens on " + server);
                sleep(PATIENCE);
            }
        }
    }
    throw new IOException("no answer from " + server + " to " + ATTEMPTS + " questions");
}

Instant answerTo(String number, UdpSocket socket) throws IOException {
    while (true) {
        String[] answer = socket.receive().data(StandardCharsets.UTF_8).strip().split(" ");
        if (answer.length == 2 && answer[0].equals(number)) {
            return Instant.parse(answer[1]);
        }
    }
}

// ---- both ----

void both() throws IOException {
    try (var socket = UdpSocket.bind(new InetSocketAddress("127.0.0.1", 0))) {
        var serving = createTask(() -> answer(socket));
        Instant before = Instant.now();
        Instant time = ask(new InetSocketAddress("127.0.0.1", socket.port()));
        IO.println("the time is between then and now: " + (!time.isBefore(before) && !time.isAfter(Instant.now())));
        socket.close();
        await(serving);
    }
}
