"""Echo servers by asyncio: by protocol, by buffered protocol, by streams; each with TLS too."""

import asyncio
import os
import ssl

HOST, BACKLOG, CHUNK = "127.0.0.1", 1024, 16384


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data)


class BufferedEcho(asyncio.BufferedProtocol):
    def connection_made(self, transport):
        self.transport = transport
        self.buffer = bytearray(CHUNK)
        self.view = memoryview(self.buffer)

    def get_buffer(self, sizehint):
        return self.buffer

    def buffer_updated(self, n):
        self.transport.write(self.view[:n])


async def echo(reader, writer):
    try:
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass  # the client has gone
    finally:
        writer.close()


async def serve(port, kind, keys=None):
    context = None
    if keys:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(os.path.join(keys, "cert.pem"), os.path.join(keys, "key.pem"))
    if kind == "streams":
        server = await asyncio.start_server(echo, HOST, port, ssl=context, backlog=BACKLOG)
    else:
        factory = {"protocol": Echo, "buffered": BufferedEcho}[kind]
        loop = asyncio.get_running_loop()
        server = await loop.create_server(factory, HOST, port, ssl=context, backlog=BACKLOG)
    print("READY", flush=True)
    await server.serve_forever()
