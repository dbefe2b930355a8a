package io.tandem.call;

import io.tandem.interworking.OfferedCodecs;
import io.tandem.media.sdp.Codec;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.media.sdp.TranslatedAnswer;
import io.tandem.media.sdp.Translation;
import io.tandem.media.session.DescribeRemote;
import io.tandem.media.session.MediaEnd;
import java.util.List;
import java.util.Optional;

/** Who speaks what in a call whose sides share no codec (F-63). At one end of its media at most something is translated. */
final class Speech {
    private Speech() {}

    /** The session once the writer's answer has come to those translations: what was translated before counts no more. */
    static CallMedia translated(MediaEnd writer, List<Translation> translations, CallMedia media) {
        return translating(writer, translations, translating(writer.other(), List.of(), media));
    }

    /**
     * The same after an answer to what a side was told again: it goes on in what it has spoken, and so is translated as before; or
     * it does not, and then the other side has to hear of it first.
     *
     * @param before with what has been translated
     * @param after with the answer
     */
    static CallMedia kept(MediaEnd writer, SessionDescription answer, CallMedia before, CallMedia after) {
        boolean goesOn = translatedAt(writer, before)
                .filter(spoken -> codecs(answer).stream().anyMatch(spoken::sameEncoding))
                .isPresent();
        return goesOn
                ? translating(writer, translations(writer, before), after)
                : translated(writer, List.of(), after);
    }

    private static CallMedia translating(MediaEnd end, List<Translation> translations, CallMedia media) {
        return translations(end, media).equals(translations)
                ? media
                : media.with(end, media.remote(end).map(remote -> remote.translating(translations)));
    }

    private static List<Translation> translations(MediaEnd end, CallMedia media) {
        return media.remote(end).map(DescribeRemote::translations).orElse(List.of());
    }

    /**
     * What the reader of an offer speaks in this call although the offer has none of it: it is offered that too, so that it need not
     * refuse. Empty where the offer has something that the reader was told before, or that was G.711, of which who speaks the one law
     * speaks the other.
     */
    static Optional<Codec> spokenAt(MediaEnd reader, SessionDescription offer, CallMedia media) {
        Optional<Codec> translated = translatedAt(reader, media);
        if (translated.isPresent() || media.told(reader).isNothing()) {
            return translated;
        }
        List<Codec> told = Sessions.lastTold(media, reader).map(Speech::codecs).orElse(List.of());
        boolean likely = told.stream().anyMatch(OfferedCodecs::isCommon)
                || codecs(offer).stream()
                        .filter(codec -> !codec.isAuxiliary())
                        .anyMatch(codec -> told.stream().anyMatch(codec::sameEncoding));
        return likely ? Optional.empty() : told.stream().filter(codec -> codec.speech().isPresent()).findFirst();
    }

    private static Optional<Codec> translatedAt(MediaEnd end, CallMedia media) {
        return translations(end, media).stream()
                .map(Translation::here)
                .findFirst()
                .or(() -> translations(end.other(), media).stream().map(Translation::there).findFirst());
    }

    /** The formats that the other end may go on to send although this one does not take them. */
    static List<String> translatedTo(MediaEnd end, CallMedia media) {
        return translations(end, media).stream()
                .map(translation -> Integer.toString(translation.there().payloadType()))
                .toList();
    }

    /** For the call's timeline; empty where both sides speak the same. */
    static Optional<CallEffect> note(CallMedia media) {
        return translatedAt(MediaEnd.CALLER, media)
                .flatMap(caller -> translatedAt(MediaEnd.CALLEE, media)
                        .map(callee -> new CallEffect.Note(
                                "speech is translated: %s of the caller, %s of the called party"
                                        .formatted(caller.encodingName(), callee.encodingName()))));
    }

    private static List<Codec> codecs(SessionDescription description) {
        return description.usableAudio().map(audio -> audio.codecs()).orElse(List.of());
    }
}
