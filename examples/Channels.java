import static java.time.Duration.*;
import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.channel.Select.*;

import org.asyncio4j.*;
import org.asyncio4j.channel.*;

/*
 * Channels and select: a till that takes orders from a window and from the phone, a kitchen that takes its time, and a
 * closing hour.
 *
 *     ./asyncio4j run examples/Channels.java
 */

record Order(String dish, int millis) {}

void main() {
    run(() -> {
        var window = new Channel<Order>("window"); // no place: who orders waits until the till has heard it
        var phone = new Channel<Order>(2, "phone"); // two messages fit on the tape
        var kitchen = new Channel<Order>(1, "kitchen"); // one order fits on the board
        taskGroup(tg -> {
            tg.createTask(() -> guests(window));
            tg.createTask(() -> callers(phone));
            tg.createTask(() -> cook(kitchen), "cook");
            Task<?> closingHour = tg.createTask(() -> sleep(ofMillis(1500)));
            till(window, phone, kitchen, closingHour);
        });
        IO.println("closed: " + kitchen);
    });
}

/** Takes what comes first; nothing that was not taken is lost. */
void till(Channel<Order> window, Channel<Order> phone, Channel<Order> kitchen, Task<?> closingHour) {
    boolean open = true;
    while (open) {
        open = select(
                onReceive(window, order -> pass("window", order, kitchen)),
                onReceive(phone, order -> pass("phone", order, kitchen)),
                onTimeout(ofMillis(450), () -> {
                    IO.println("  nobody came for a while");
                    return true;
                }),
                onDone(closingHour, _ -> false));
    }
    IO.println("closing");
    kitchen.close(); // the cook gets what is left, then the end
}

/** Hands an order to the kitchen, or says that the kitchen has no time. */
boolean pass(String from, Order order, Channel<Order> kitchen) {
    String answer = select(
            onSend(kitchen, order, () -> "is accepted"),
            onTimeout(ofMillis(100), () -> "is turned away, the kitchen is busy"));
    IO.println(order.dish + " from the " + from + " " + answer);
    return true;
}

void cook(Channel<Order> kitchen) {
    for (Order order : kitchen) { // suspends while there is none; ends after close()
        sleep(ofMillis(order.millis));
        IO.println("  " + order.dish + " is ready");
    }
}

void guests(Channel<Order> window) {
    window.send(new Order("soup", 800));
    window.send(new Order("roast", 600));
    window.send(new Order("salad", 100));
    sleep(ofMillis(1000));
    window.send(new Order("cake", 300));
}

void callers(Channel<Order> phone) {
    sleep(ofMillis(1150));
    phone.send(new Order("pizza", 500));
}
