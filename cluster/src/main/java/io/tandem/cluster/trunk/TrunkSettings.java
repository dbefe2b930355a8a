package io.tandem.cluster.trunk;

import java.util.List;

/**
 * What is watched and how.
 *
 * @param mostTargets addresses that one call may try
 * @param product {@code product/version}, as User-Agent says it
 */
public record TrunkSettings(List<TrunkWay> ways, NameBounds names, int mostTargets, String product) {}
