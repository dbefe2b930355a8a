/**
 * Patterns of number rules and of message rules, compiled. Owns the library that matches them, which no other package
 * sees; knows no trunk and no configuration. One invariant: matching takes time in proportion to the text, whatever the
 * pattern (NUM-32).
 */
package io.tandem.cluster.numbers;
