package consumer;

import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.run;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;

final class Main {

    private Main() {}

    public static void main(String[] args) {
        String s = run(() -> {
            sleep(Duration.ofMillis(1));
            return await(createTask(() -> "consumer ran"));
        });
        System.out.println(s);
    }
}
