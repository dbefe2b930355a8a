package io.tandem.cluster.boot.config;

import com.typesafe.config.ConfigOrigin;

/** A single value as written: where it stands and its text. */
record Item(String path, String text, ConfigOrigin origin) {}
