package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/** What a loop has taken in from other threads and has not ended yet. Loop thread only. */
final class OpenSubmissions {

    /** A list that runs through its members. */
    private @Nullable Submission<?> newest;

    void add(Submission<?> submission) {
        Submission<?> last = newest;
        submission.older = last;
        if (last != null) {
            last.newer = submission;
        }
        newest = submission;
    }

    void remove(Submission<?> submission) {
        Submission<?> older = submission.older;
        Submission<?> newer = submission.newer;
        if (older != null) {
            older.newer = newer;
        }
        if (newer != null) {
            newer.older = older;
        } else {
            newest = older;
        }
        submission.older = null;
        submission.newer = null;
    }

    /** The loop is closed. Runs what others have hung on the futures, here and now. */
    void close() {
        for (Submission<?> open = newest; open != null; open = newest) {
            remove(open);
            open.fail();
        }
    }
}
