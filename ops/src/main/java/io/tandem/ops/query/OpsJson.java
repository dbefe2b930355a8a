package io.tandem.ops.query;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tandem.call.Attempt;
import io.tandem.call.Transferral;
import io.tandem.port.CallId;
import io.tandem.port.Service;
import java.io.IOException;
import java.util.Map;

/** Answers as JSON: times and spans in ISO 8601, absent values left out, services and outcomes by their label. */
final class OpsJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(
                    new JavaTimeModule())
            .addModule(ours())
            .addMixIn(Transferral.class, ShownTransferral.class)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(
                    SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT,
                            JsonInclude.Include.NON_ABSENT))
            .build();

    /** What a call keeps of a dialog that is over is for itself. */
    @JsonIgnoreProperties("goneTag")
    private interface ShownTransferral {}

    private OpsJson() {}

    static String text(Object body) {
        try {
            return MAPPER.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own records must be writable", e);
        }
    }

    static String error(Answer.ErrorBody error) {
        return text(Map.of("error", error));
    }

    private static SimpleModule ours() {
        return new SimpleModule().addSerializer(CallId.class, ToStringSerializer.instance)
                .addSerializer(Service.class,
                        new JsonSerializer<Service>() {
                            @Override
                            public void serialize(Service service, JsonGenerator out, SerializerProvider provider)
                                    throws IOException {
                                out.writeString(service.label());
                            }
                        })
                .addSerializer(Attempt.Outcome.class, new JsonSerializer<Attempt.Outcome>() {
                    @Override
                    public void serialize(Attempt.Outcome outcome, JsonGenerator out, SerializerProvider provider)
                            throws IOException {
                        out.writeString(outcome.label());
                    }
                });
    }
}
