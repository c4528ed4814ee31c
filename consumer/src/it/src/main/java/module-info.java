module consumer {
    requires org.asyncio4j.io;
}
