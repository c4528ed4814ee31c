package bench;

/** How much every peer on the JVM does in one round. */
public final class Work {

    public static final int YIELDS = 1_000_000;
    public static final int SPAWNS = 500_000;
    public static final int GATHERED = 100_000;
    public static final int ROUND_TRIPS = 300_000;
    public static final int ITEMS = 2_000_000;
    public static final int QUEUE_SIZE = 1024;
    public static final int SLEEPERS = 100_000;
    public static final int TIMEOUTS = 500_000;
    public static final int TIMERS = 1_000_000;
    public static final int LOCKINGS = 500_000;
    public static final int CONTENDERS = 100;
    public static final int SUSPENDED = 1_000_000;
    public static final int SUBMISSIONS = 200_000;
    public static final int ONE_WAY = 2_000_000;

    /** The leaves of skynet, and the tasks of the whole tree. */
    public static final int LEAVES = 1_000_000;
    public static final int TREE = 1_111_111;

    private static final long LEAF_SUM = 499_999_500_000L;

    private Work() {}

    /** The number in the given argument, or what is usual. */
    public static int count(String[] args, int index, int usual) {
        return args.length > index ? Integer.parseInt(args[index]) : usual;
    }

    /** Throws unless the sum of the leaves is right. */
    public static void checkSkynet(long sum) {
        if (sum != LEAF_SUM) {
            throw new IllegalStateException("skynet: " + sum + " instead of " + LEAF_SUM);
        }
    }

    /** A server listens: whoever started this process may connect. */
    public static void ready() {
        System.out.println("READY");
        System.out.flush();
    }
}
