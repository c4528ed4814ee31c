# area: streams
# behaviour: of a host's addresses only those of the wanted family are used, to connect to and to listen on
# api: open_connection(family=), start_server(family=), loop.create_datagram_endpoint(family=), loop.getaddrinfo
# tier: extended
# portability: needs IPv4 on the loopback; what an address of the other family raises differs in text
import asyncio
import socket


async def handle(reader, writer):
    writer.close()


async def main():
    loop = asyncio.get_running_loop()
    server = await asyncio.start_server(handle, None, 0, family=socket.AF_INET)
    port = server.sockets[0].getsockname()[1]
    print("listening on", len(server.sockets), server.sockets[0].getsockname()[0])

    reader, writer = await asyncio.open_connection("localhost", port, family=socket.AF_INET)
    print("connected to", writer.get_extra_info("peername")[0])
    print("end", len(await reader.read()))
    writer.close()
    await writer.wait_closed()

    try:
        await asyncio.open_connection("127.0.0.1", port, family=socket.AF_INET6)
    except OSError as e:
        print("connect:", isinstance(e, socket.gaierror))
    try:
        await asyncio.start_server(handle, "127.0.0.1", 0, family=socket.AF_INET6)
    except OSError as e:
        print("serve:", isinstance(e, socket.gaierror))
    server.close()
    await server.wait_closed()

    infos = await loop.getaddrinfo("localhost", 80, family=socket.AF_INET, type=socket.SOCK_STREAM)
    print("addresses", [info[4][0] for info in infos] == ["127.0.0.1"] * len(infos), infos[0][4][1])

    transport, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, family=socket.AF_INET)
    print("endpoint", transport.get_extra_info("socket").family == socket.AF_INET)
    transport.close()
    try:
        await loop.create_datagram_endpoint(asyncio.DatagramProtocol)
    except ValueError as e:
        print("endpoint:", e)


asyncio.run(main())
