package org.asyncio4j.consumer;

/** What a process left behind; what it says on standard error is part of its output. */
record Result(int status, String output) {}
