package io.tandem.media.udp;

import java.util.Locale;

/** How the system is spoken to. */
enum SocketKind {
    /** By its own calls: a packet costs as much CPU as by the JDK, an open socket far less heap, and a call has four. */
    LINUX,
    /** By the JDK's channels and selector, wherever there is a JDK. */
    JDK;

    static final SocketKind BEST = isLinux() ? LINUX : JDK;

    /** The structures of epoll(7) are known of these, and the calls can be found. */
    private static boolean isLinux() {
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        if (!System.getProperty("os.name").equals("Linux") || !machine.equals("amd64") && !machine.equals("aarch64")) {
            return false;
        }
        try {
            return Libc.CALL_STATE.byteSize() > 0; // its handles are made now or never
        } catch (LinkageError | RuntimeException refused) { // native access is not allowed here
            return false;
        }
    }
}
