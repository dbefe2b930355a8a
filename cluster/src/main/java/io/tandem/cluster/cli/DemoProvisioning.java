package io.tandem.cluster.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Tells the node of an account and its numbers, through the provisioning API as an operator would (PRV §3, §4). */
final class DemoProvisioning {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    // PRV-47: nothing is synchronised to Operator Connect.
    private static final String ACCOUNT = """
            {"serviceDetails": {"teamsOperatorConnect": {"enabled": true, "syncEnabled": false}}}""";
    private static final String NUMBER = """
            {"serviceDetails": {"teamsOperatorConnect": {"enabled": true, "assignmentStatus": "assigned"}}}""";

    private DemoProvisioning() {}

    /** Makes the account with its numbers. @throws IOException when the API refuses, with its words */
    static void put(URI api, String account, List<String> numbers) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
            put(http, api.resolve("/accounts/" + account), ACCOUNT);
            for (String number : numbers) {
                String encoded = URLEncoder.encode(number, StandardCharsets.UTF_8);
                put(http, api.resolve("/accounts/" + account + "/numbers/" + encoded), NUMBER);
            }
        }
    }

    private static void put(HttpClient http, URI resource, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(resource)
                .timeout(LIMIT)
                .header("Content-Type",
                        "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 201 && response.statusCode() != 200) {
            throw new IOException("PUT " + resource + " got " + response.statusCode() + ": " + response.body());
        }
    }
}
