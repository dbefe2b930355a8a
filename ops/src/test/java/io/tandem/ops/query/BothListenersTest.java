package io.tandem.ops.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.call.CallListener;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BothListenersTest {

    @Test
    void everythingThatIsToldReachesBoth() throws ReflectiveOperationException {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        BothListeners both = new BothListeners(recording(first), recording(second));
        List<String> all = new ArrayList<>();
        for (Method method : CallListener.class.getMethods()) {
            method.invoke(both, new Object[method.getParameterCount()]);
            all.add(method.getName());
        }
        assertThat(all).contains("started", "ended");
        assertThat(first).isEqualTo(all);
        assertThat(second).isEqualTo(all);
    }

    private static CallListener recording(List<String> told) {
        return (CallListener) Proxy.newProxyInstance(CallListener.class.getClassLoader(),
                new Class<?>[]{CallListener.class}, (_, method, _) -> {
                    told.add(method.getName());
                    return null;
                });
    }
}
