package io.tandem.call.actor;

import io.tandem.media.keys.KeySecret;
import io.tandem.call.CallKeys;
import io.tandem.call.CallListener;
import io.tandem.call.CallSettings;
import io.tandem.call.Router;
import io.tandem.media.session.MediaSessions;
import io.tandem.port.CallBacks;
import io.tandem.port.CustomerDirectory;
import io.tandem.port.NumberDirectory;
import io.tandem.port.SipEdge;
import io.tandem.port.TrunkTargets;
import java.time.InstantSource;
import java.util.Map;

/** What the calls of one service address work with on this node. @param secret what keys of media are made of */
public record CallPorts(SipEdge edge, MediaSessions media, NumberDirectory numbers, CustomerDirectory customers,
        CallBacks callBacks, TrunkTargets targets, CallListener listener,
        CallSettings settings, Router router, Map<String, SipEdge.Advertised> advertised, InstantSource clock,
        CallLoad load, KeySecret secret) {}
