package org.asyncio4j.conformance.scenarios;

import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.sync.Condition;

final class S182_sync_condition_needs_lock extends Scenario {

    private void main() {
        var cond = new Condition();
        try {
            cond.await();
        } catch (IllegalStateException e) {
            print("wait:", e);
        }
        try {
            cond.signal();
        } catch (IllegalStateException e) {
            print("notify:", e);
        }
        try {
            cond.signalAll();
        } catch (IllegalStateException e) {
            print("notify_all:", e);
        }
        try {
            cond.release();
        } catch (IllegalStateException e) {
            print("release:", e);
        }
        // what it returns is the lock in hand
        cond.acquire();
        print("acquire", cond.locked(), "locked", cond.locked());
        cond.signal();
        cond.release();
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
