package io.tandem.media.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * What a thread that carries speech may ask of Linux: to run before those that can wait, by its niceness (setpriority(2);
 * on Linux a niceness is a thread's own). Java's own priorities do nothing there.
 * <p>
 * A thread hands its niceness to every thread that it creates, so this is only for one that creates none. Pekko's dispatchers
 * start each other's: given it, they took threads for HTTP along, before the calls' own.
 */
final class ThreadPriority {
    private static final int PRIO_PROCESS = 0;
    private static final int CALLING_THREAD = 0;

    private ThreadPriority() {}

    /**
     * For the calling thread.
     *
     * @param nice -20, before all others, to 19
     * @return whether it is so; not where the process may not (RLIMIT_NICE, CAP_SYS_NICE) or the system knows no such call
     */
    static boolean nice(int nice) {
        return setPriority().map(call -> {
            try {
                return (int) call.invokeExact(PRIO_PROCESS, CALLING_THREAD, nice) == 0;
            } catch (Throwable e) {
                throw new IllegalStateException("setpriority cannot be called", e);
            }
        }).orElse(false);
    }

    @SuppressWarnings("restricted") // the signature is that of the manual; who runs this allows native access
    private static Optional<MethodHandle> setPriority() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.empty();
        }
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("setpriority")
                .map(function -> linker.downcallHandle(function,
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT)));
    }
}
