package io.tandem.sim;

import java.util.List;

/** How a called peer takes an INVITE. */
interface Taking {

    void take(Invited invited);

    /** The INVITE is cancelled, and has no final response yet. */
    default void cancelled(Invited invited) {
        invited.refuse(487);
    }

    /** Whether the peer is there at all. */
    default boolean present() {
        return true;
    }

    record Answers(int afterMillis) implements Taking {
        @Override
        public void take(Invited invited) {
            String tag = invited.newTag();
            invited.after(afterMillis, () -> invited.answer(tag, true));
        }
    }

    /** @param early whether the provisional response carries an answer already */
    record RingsAndAnswers(int ringMillis, int status, boolean early, int answerMillis, boolean answerWithSdp)
            implements
                Taking {
        @Override
        public void take(Invited invited) {
            String tag = invited.newTag();
            invited.after(ringMillis, () -> invited.ring(status, tag, early));
            invited.after(ringMillis + answerMillis, () -> invited.answer(tag, answerWithSdp));
        }
    }

    /** Of an INVITE with Replaces: takes it at once, as a phone does that rings no second time. */
    record TakesPlace(int afterMillis) implements Taking {
        @Override
        public void take(Invited invited) {
            invited.after(afterMillis, invited::takePlace);
        }
    }

    record RingsOn(int afterMillis) implements Taking {
        @Override
        public void take(Invited invited) {
            String tag = invited.newTag();
            invited.after(afterMillis, () -> invited.ring(180, tag, false));
        }
    }

    record Refuses(boolean ringing, int afterMillis, int status, List<String> retryAfter) implements Taking {
        @Override
        public void take(Invited invited) {
            String tag = invited.newTag();
            if (ringing) {
                invited.ring(180, tag, false);
            }
            invited.after(afterMillis, () -> invited.refuse(status, retryAfter));
        }
    }

    /**
     * A proxy over there asks two phones; both ring, one answers, or both do.
     *
     * @param early whether the first describes its media before the answer
     * @param bothEarly whether the second does
     * @param ends whether the first is said to ring no more (RFC 6228)
     */
    record Forks(int ringMillis, boolean early, boolean bothEarly, int answerMillis, boolean secondAnswers,
            int betweenMillis, boolean ends)
            implements
                Taking {
        @Override
        public void take(Invited invited) {
            String first = invited.newTag();
            String second = invited.newTag();
            invited.after(ringMillis, () -> invited.ring(early ? 183 : 180, first, early));
            invited.after(ringMillis + betweenMillis, () -> invited.ring(bothEarly ? 183 : 180, second, bothEarly));
            if (ends) {
                invited.after(ringMillis + 2L * betweenMillis, () -> invited.ring(199, first, false));
            }
            invited.after(ringMillis + answerMillis, () -> {
                invited.answer(second, true);
                if (secondAnswers) {
                    invited.peer().after(betweenMillis, () -> invited.answerBeside(first));
                }
            });
        }
    }

    /** Answers although it is cancelled: the two have crossed over there. */
    record AnswersWhenCancelled(int ringMillis, int afterMillis) implements Taking {
        @Override
        public void take(Invited invited) {
            String tag = invited.newTag();
            invited.after(ringMillis, () -> invited.ring(180, tag, false));
        }

        @Override
        public void cancelled(Invited invited) {
            invited.after(afterMillis, () -> invited.answer(invited.newTag(), true));
        }
    }

    /** Nothing but the 100 of its transaction layer. */
    record OnlyTries() implements Taking {
        @Override
        public void take(Invited invited) {
            // It does nothing.
        }
    }

    record IsAway() implements Taking {
        @Override
        public void take(Invited invited) {
            throw new AssertionError("nothing arrives at a peer that is away");
        }

        @Override
        public boolean present() {
            return false;
        }
    }
}
