import bench.Work
import io.ktor.network.selector.SelectorManager
import io.ktor.network.sockets.Socket
import io.ktor.network.sockets.aSocket
import io.ktor.network.sockets.openReadChannel
import io.ktor.network.sockets.openWriteChannel
import io.ktor.utils.io.readAvailable
import io.ktor.utils.io.writeFully
import java.io.IOException
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/** Echo with a coroutine for each connection: serve PORT. The sockets of Kotlin are those of ktor-network. */
fun serve(args: Array<String>) = runBlocking {
    val selector = SelectorManager(coroutineContext.minusKey(Job))
    val server = aSocket(selector).tcp().bind("127.0.0.1", args[1].toInt()) { backlogSize = 1024 }
    Work.ready()
    while (true) {
        val socket = server.accept()
        launch { echo(socket) }
    }
}

private suspend fun echo(socket: Socket) {
    val reader = socket.openReadChannel()
    val writer = socket.openWriteChannel(autoFlush = false)
    val data = ByteArray(16384)
    try {
        var n = reader.readAvailable(data, 0, data.size)
        while (n >= 0) {
            writer.writeFully(data, 0, n)
            writer.flush()
            n = reader.readAvailable(data, 0, data.size)
        }
    } catch (_: IOException) {
        // the client has gone
    } finally {
        socket.close()
    }
}
