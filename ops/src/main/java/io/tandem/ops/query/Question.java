package io.tandem.ops.query;

import java.util.List;
import java.util.Map;

/**
 * A request to the ops port, free of the HTTP library.
 *
 * @param path decoded, without query
 * @param query parameters, decoded; each with all its values in order
 * @param accept the Accept header, or ""
 */
record Question(String method, String path, Map<String, List<String>> query, String accept) {}
