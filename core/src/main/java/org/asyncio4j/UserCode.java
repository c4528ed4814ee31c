package org.asyncio4j;

import java.lang.StackWalker.StackFrame;
import java.security.CodeSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Tells the user's code from that of the library and of the JDK on a stack. */
final class UserCode {

    private static final Map<String, Boolean> LIBRARY_CLASSES = new ConcurrentHashMap<>();
    private static final StackWalker WALKER = StackWalker.getInstance();

    private UserCode() {}

    /** The innermost frame of the user on the current stack, or null if there is none. */
    static @Nullable StackTraceElement callSite() {
        return WALKER.walk(frames -> frames.filter(UserCode::isOfUser).findFirst())
                .map(StackFrame::toStackTraceElement)
                .orElse(null);
    }

    /** The innermost frames of the user on the current stack, oldest first. */
    static List<StackTraceElement> stack(int limit) {
        return WALKER.walk(frames -> frames.filter(UserCode::isOfUser)
                .limit(limit)
                .map(StackFrame::toStackTraceElement)
                .toList()).reversed();
    }

    private static boolean isOfUser(StackFrame frame) {
        String name = frame.getClassName();
        return !name.startsWith("java.") && !name.startsWith("jdk.") && !name.startsWith("sun.") && !isOfLibrary(name);
    }

    /** Tells whether a frame is more than the machinery by which a task is run and parked. */
    static boolean isOfUserOrJdk(StackTraceElement frame) {
        String name = frame.getClassName();
        return !name.startsWith("jdk.internal.") && !name.startsWith("java.lang.VirtualThread") && !isOfLibrary(name)
                && !(name.equals("java.lang.Thread") && frame.getMethodName().equals("getStackTrace"));
    }

    static boolean isOfLibrary(String className) {
        int nested = className.indexOf('$');
        String top = nested < 0 ? className : className.substring(0, nested);
        if (!top.startsWith("org.asyncio4j.")) {
            return false;
        }
        Boolean known = LIBRARY_CLASSES.get(top); // unlike computeIfAbsent, never waits: this may be in the middle of a step
        return known != null ? known : LIBRARY_CLASSES.computeIfAbsent(top, UserCode::isInThisArtifact);
    }

    /** Tests and users may have packages of the same name; what counts is where the class came from. */
    private static boolean isInThisArtifact(String className) {
        try {
            CodeSource source = Class.forName(className, false, UserCode.class.getClassLoader())
                    .getProtectionDomain()
                    .getCodeSource();
            CodeSource own = UserCode.class.getProtectionDomain().getCodeSource();
            return source != null && own != null && Objects.equals(source.getLocation(), own.getLocation());
        } catch (ClassNotFoundException _) {
            return false; // a class of another loader is not ours
        }
    }
}
