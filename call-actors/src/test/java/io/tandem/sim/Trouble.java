package io.tandem.sim;

/** What becomes of our node, from outside of the call. */
interface Trouble {

    void arrange(World world);

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
