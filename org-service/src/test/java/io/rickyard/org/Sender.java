package io.rickyard.org;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs deliveries as the providers do, and hands them over as the gateway does. */
record Sender(OrgServer server, String hook, String secret) {

  OrgServer.Answer github(String deliveryId, String body) {
    return deliver(
        Map.of(
            "x-github-event",
            "push",
            "x-github-delivery",
            deliveryId,
            "x-hub-signature-256",
            "sha256=" + HexFormat.of().formatHex(hmac(secret.getBytes(UTF_8), body))),
        body);
  }

  OrgServer.Answer standard(String id, Instant time, String body) {
    byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    String signed = id + "." + time.getEpochSecond() + "." + body;
    return deliver(
        Map.of(
            "webhook-id",
            id,
            "webhook-timestamp",
            Long.toString(time.getEpochSecond()),
            "webhook-signature",
            "v1," + Base64.getEncoder().encodeToString(hmac(key, signed))),
        body);
  }

  OrgServer.Answer gitlab(String id, String token, String body) {
    return deliver(
        Map.of("X-Gitlab-Token", token, "X-Gitlab-Event-UUID", id, "X-Gitlab-Event", "Push Hook"),
        body);
  }

  private OrgServer.Answer deliver(Map<String, String> headers, String body) {
    return server.postAsGateway(
        "/hooks/" + hook + "/receive",
        Map.of("headers", headers, "body", body.getBytes(UTF_8), "origin", "192.0.2.7"));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
