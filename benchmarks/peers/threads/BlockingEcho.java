import bench.Keys;
import bench.Work;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ssl.SSLContext;

/** Echo with a virtual thread for each connection: {@code serve PORT [KEY FOLDER]}. */
final class BlockingEcho {

    private BlockingEcho() {}

    static void serve(String[] args) throws Exception {
        try (ServerSocket listening = listen(Integer.parseInt(args[1]), args.length > 2 ? args[2] : null)) {
            Work.ready();
            while (true) {
                Socket socket = listening.accept();
                socket.setTcpNoDelay(true);
                Thread.startVirtualThread(() -> echo(socket));
            }
        }
    }

    private static ServerSocket listen(int port, String keyFolder) throws Exception {
        InetAddress host = InetAddress.getLoopbackAddress();
        if (keyFolder == null) {
            return new ServerSocket(port, 1024, host);
        }
        var context = SSLContext.getInstance("TLS");
        context.init(Keys.managers(keyFolder).getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(port, 1024, host);
    }

    private static void echo(Socket socket) {
        try (socket) {
            byte[] data = new byte[16384];
            var in = socket.getInputStream();
            var out = socket.getOutputStream();
            for (int n = in.read(data); n > 0; n = in.read(data)) {
                out.write(data, 0, n);
            }
        } catch (IOException _) {
            // the client has gone
        }
    }
}
