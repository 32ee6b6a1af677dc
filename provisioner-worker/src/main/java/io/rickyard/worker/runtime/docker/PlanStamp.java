package io.rickyard.worker.runtime.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rickyard.stack.blueprint.ServicePlan;
import io.rickyard.worker.stack.StackSecrets;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells whether a container was made from the plan as it is now. The plan holds secrets and the
 * stamp stands where many can read it, so it is made under one of the project's keys.
 */
final class PlanStamp {

  private static final String ALGORITHM = "HmacSHA256";

  private final Mac mac;

  private PlanStamp(StackSecrets secrets) {
    try {
      this.mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secrets.jwtSecret().getBytes(UTF_8), ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC with SHA-256 is part of every JDK", e);
    }
  }

  static String of(ServicePlan plan, Map<String, String> volumes, StackSecrets secrets) {
    var stamp = new PlanStamp(secrets);
    stamp.add(plan.image());
    plan.entrypoint().forEach(stamp::add);
    stamp.add("command");
    plan.command().forEach(stamp::add);
    plan.environment()
        .forEach((name, value) -> {
          stamp.add(name);
          stamp.add(value.text());
        });
    plan.files()
        .forEach(file -> {
          stamp.add(file.path());
          stamp.add(file.content());
        });
    plan.volumes()
        .forEach(volume -> {
          stamp.add(volume.toString());
          stamp.add(String.valueOf(volumes.get(volume.name())));
        });
    stamp.add(plan.ports().toString());
    stamp.add(String.valueOf(plan.health()));
    stamp.add(plan.limits().toString());
    stamp.add(plan.ulimits().toString());
    stamp.add(plan.capabilities().toString());
    stamp.add(plan.aliases().toString());
    return HexFormat.of().formatHex(stamp.mac.doFinal(), 0, 16);
  }

  /** With its length, so that no two plans run together to the same bytes. */
  private void add(String text) {
    var bytes = text.getBytes(UTF_8);
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    mac.update(bytes);
  }
}
