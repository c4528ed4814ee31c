package org.asyncio4j.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Semaphore;

/** A file on a disk that is slow: each piece of it comes when the test says so. */
final class GatedFile extends FileChannel {

    private final FileChannel file;
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore allowed = new Semaphore(0);
    private volatile Thread reader = Thread.currentThread();

    private GatedFile(FileChannel file) {
        this.file = file;
    }

    static GatedFile open(Path path) throws IOException {
        return new GatedFile(FileChannel.open(path, StandardOpenOption.READ));
    }

    /** Waits until somebody reads, from a thread that may wait. */
    void awaitReader() throws InterruptedException {
        begun.acquire();
    }

    /** Lets so many pieces come. */
    void allow(int pieces) {
        allowed.release(pieces);
    }

    /** Who has read last. */
    Thread reader() {
        return reader;
    }

    private void pass() {
        reader = Thread.currentThread();
        begun.release();
        allowed.acquireUninterruptibly();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        pass();
        return file.transferTo(position, count, target);
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        pass();
        return file.read(into, position);
    }

    @Override
    public long position() throws IOException {
        return file.position();
    }

    @Override
    public FileChannel position(long newPosition) throws IOException {
        file.position(newPosition);
        return this;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
        allow(Short.MAX_VALUE); // whoever reads must not wait for a test that has failed
    }

    // ---- what nobody calls ----

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("a file to be sent is read at positions only");
    }

    @Override
    public int read(ByteBuffer into) {
        throw unused();
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) {
        throw unused();
    }

    @Override
    public int write(ByteBuffer from) {
        throw unused();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw unused();
    }

    @Override
    public int write(ByteBuffer from, long position) {
        throw unused();
    }

    @Override
    public FileChannel truncate(long size) {
        throw unused();
    }

    @Override
    public void force(boolean metaData) {
        throw unused();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw unused();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw unused();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw unused();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw unused();
    }
}
