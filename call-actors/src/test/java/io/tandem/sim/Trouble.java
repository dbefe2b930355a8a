package io.tandem.sim;

import io.tandem.media.session.MediaEnd;
import java.util.List;

/** What becomes of our node, from outside of the call. */
interface Trouble {

    default void arrange(World world) {}

    /** Our node has asked for a change of the session, the so-manieth time. */
    default void asked(World world, int count) {}

    /** It has the answer to that. */
    default void answered(World world, int count) {}

    /** No media comes any more: from the caller's end, or the callee's, or both. */
    record FallsSilent(int afterMillis, List<MediaEnd> ends) implements Trouble {
        @Override
        public void arrange(World world) {
            world.time().after(afterMillis, () -> ends.forEach(world.gateway().media()::fallsSilent));
        }
    }

    /**
     * The process dies while the session is being changed.
     *
     * @param answered whether the answer is there already, though not acknowledged perhaps
     * @param count after so many of them
     */
    record DiesMidway(boolean answered, int count, int afterMillis, int awayMillis) implements Trouble {
        @Override
        public void asked(World world, int times) {
            if (!answered) {
                dies(world, times);
            }
        }

        @Override
        public void answered(World world, int times) {
            if (answered) {
                dies(world, times);
            }
        }

        private void dies(World world, int times) {
            if (times == count) {
                world.time().after(afterMillis, () -> world.gateway().die(awayMillis));
            }
        }
    }

    /** The process dies, and starts again from the journal. */
    record Dies(int afterMillis, int awayMillis) implements Trouble {
        @Override
        public void arrange(World world) {
            world.time().after(afterMillis, () -> world.gateway().die(awayMillis));
        }
    }

    /** It stops in order: calls that are not answered end, the others wait for the next process. */
    record Stops(int afterMillis, int graceMillis, int awayMillis) implements Trouble {
        @Override
        public void arrange(World world) {
            world.time().after(afterMillis, () -> world.gateway().stop());
            world.time().after(afterMillis + graceMillis, () -> world.gateway().die(awayMillis));
        }
    }

    /** Operations end the call. */
    record HangsUp(int afterMillis) implements Trouble {
        @Override
        public void arrange(World world) {
            world.time().after(afterMillis, () -> world.gateway().hangUpAll("by hand"));
        }
    }
}
