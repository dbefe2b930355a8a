package io.tandem.cluster.cli;

import java.util.ArrayList;
import java.util.List;

/** What was not right in a demo. */
final class DemoVerdict {

    private DemoVerdict() {}

    /** One line for each fault of a call, and for calls and records that do not number the same. */
    static List<String> of(DemoPlan plan, List<DemoCall> calls, OpsClient ops) {
        List<String> faults = new ArrayList<>();
        for (DemoCall call : calls) {
            call.faults().forEach(fault -> faults.add("call " + call.number() + ": " + fault));
        }
        if (calls.size() != plan.calls()) {
            faults.add(plan.calls() - calls.size() + " calls had no end");
        }
        try {
            long records = total(ops.text("/ops/metrics"), "tandem_calls_ended_total");
            if (records != plan.calls()) {
                faults.add("the node wrote " + records + " call records for " + plan.calls() + " calls");
            }
        } catch (OpsClient.Unanswered refused) {
            faults.add("metrics: " + refused.getMessage());
        }
        return faults;
    }

    /** The sum over all label values of a counter in Prometheus' text format. */
    static long total(String scrape, String counter) {
        double sum = 0;
        for (String line : scrape.split("\n")) {
            if (line.startsWith(counter + "{") || line.startsWith(counter + " ")) {
                sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
            }
        }
        return Math.round(sum);
    }
}
