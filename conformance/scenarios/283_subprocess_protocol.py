# area: subprocess
# behaviour: a protocol is told of its process: connection_made first, connection_lost last, when the process has ended and every pipe is lost
# api: loop.subprocess_shell, loop.subprocess_exec, asyncio.SubprocessProtocol, asyncio.SubprocessTransport
# tier: extended
import asyncio
import signal


class Recorder(asyncio.SubprocessProtocol):
    def __init__(self):
        self.events = []
        self.output = {1: b"", 2: b""}
        self.end = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        self.events.append("made")

    def pipe_data_received(self, fd, data):
        self.output[fd] += data

    def pipe_connection_lost(self, fd, exc):
        self.events.append(f"lost {fd} {exc}")

    def process_exited(self):
        self.events.append(f"exited {self.transport.get_returncode()}")

    def connection_lost(self, exc):
        self.events.append(f"end {exc}")
        self.end.set_result(None)


async def show(name, transport, protocol):
    print(name, "made before the call returns:", protocol.events[:1] == ["made"])
    await protocol.end
    first, *rest, last = protocol.events
    print(" ", first, "|", ", ".join(sorted(rest)), "|", last)
    for fd, data in protocol.output.items():
        if data:
            print(" ", fd, data.decode().strip())
    print("  closing", transport.is_closing())
    try:
        transport.kill()
    except ProcessLookupError:
        print("  no such process")


async def main():
    loop = asyncio.get_running_loop()
    await show("echo", *await loop.subprocess_shell(Recorder, "echo out; echo err >&2; exit 3"))
    await show("no pipes", *await loop.subprocess_shell(
        Recorder, "exit 4", stdin=None, stdout=None, stderr=None))
    await show("merged", *await loop.subprocess_shell(
        Recorder, "echo a; echo b >&2", stdin=None, stderr=asyncio.subprocess.STDOUT))

    transport, protocol = await loop.subprocess_exec(Recorder, "cat")
    transport.get_pipe_transport(0).write(b"text")
    transport.get_pipe_transport(0).write_eof()
    print("no pipe 7:", transport.get_pipe_transport(7))
    await show("cat", transport, protocol)

    transport, protocol = await loop.subprocess_exec(Recorder, "sleep", "30")
    transport.send_signal(signal.SIGUSR1)
    await show("signalled", transport, protocol)

    transport, protocol = await loop.subprocess_exec(Recorder, "sleep", "30")
    transport.close()
    await show("closed", transport, protocol)


asyncio.run(main())
