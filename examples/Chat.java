import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.stream.Streams.*;

import org.asyncio4j.queue.Queue;
import org.asyncio4j.queue.QueueFull;
import org.asyncio4j.stream.*;

/*
 * A chat server: Chat [PORT], then connect with nc or telnet. The first line is the name, every other line goes to all.
 *
 * Each member has a queue and a task that sends what is in it, so one who does not read holds up nobody; when his queue is
 * full, he is shown out. Tasks of one loop never run at once, so the map needs no lock.
 */

static final int UNREAD_LINES = 1000;
static final int LONGEST_LINE = 1000;

final Map<String, Member> members = new TreeMap<>();

record Member(StreamWriter writer, Queue<String> lines) {}

void main(String[] arguments) {
    int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 0;
    run(() -> {
        try (var server = startServer(this::serve, "127.0.0.1", port, LONGEST_LINE)) {
            IO.println("chat on port " + server.port());
            server.serveForever();
        }
    });
}

void serve(StreamReader reader, StreamWriter writer) throws IOException {
    try (var _ = new Connection(reader, writer)) {
        tell(writer, "Your name?");
        String name = reader.readline(StandardCharsets.UTF_8).strip();
        if (name.isEmpty() || members.containsKey(name)) {
            tell(writer, "No, not '" + name + "'. Bye.");
            return;
        }
        var member = new Member(writer, new Queue<>(UNREAD_LINES));
        var sending = createTask(() -> send(member));
        try {
            tell(writer, "Hello " + name + ". Here: "
                    + (members.isEmpty() ? "nobody" : String.join(", ", members.keySet())));
            members.put(name, member);
            sendToAll("* " + name + " came");
            for (String line : reader.lines(StandardCharsets.UTF_8)) {
                sendToAll(name + ": " + line);
            }
        } catch (IllegalArgumentException lineTooLong) {
            tell(writer, "Too long. Bye.");
        } finally {
            sending.cancel();
            if (members.remove(name, member)) {
                sendToAll("* " + name + " left");
            }
        }
    } catch (IOException e) {
        // the connection is gone, and the others have heard of it
    }
}

void send(Member member) {
    try {
        while (true) {
            tell(member.writer, member.lines.get());
            member.writer.drain();
        }
    } catch (IOException e) {
        // who reads from this connection sees its end, too
    }
}

void sendToAll(String line) {
    for (Member member : members.values()) {
        try {
            member.lines.putNowait(line);
        } catch (QueueFull e) {
            member.writer.transport().abort(); // his own task notices, and says goodbye for him
        }
    }
}

void tell(StreamWriter writer, String line) {
    writer.write(line + "\n", StandardCharsets.UTF_8);
}
