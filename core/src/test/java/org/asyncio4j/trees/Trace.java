package org.asyncio4j.trees;

import java.util.ArrayList;
import java.util.List;

/** What a program did, line by line; the model and the library must write the same. */
final class Trace {

    private final List<String> lines = new ArrayList<>();

    List<String> lines() {
        return lines;
    }

    /** The first step of a task. */
    void start(long now, int id) {
        lines.add(now + " task " + id + " starts");
    }

    /** The end of a node. */
    void end(long now, int id, String outcome, int cancelling, boolean expired) {
        lines.add(now + " " + id + ": " + outcome + ", cancelling " + cancelling + (expired ? ", expired" : ""));
    }

    /** What has become of a task when everything is over. */
    void task(int id, String outcome, int cancelling) {
        lines.add("task " + id + " ended: " + outcome + ", cancelling " + cancelling);
    }
}
