package io.rickyard.gateway;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.hybrid.HybridConfig;
import com.google.crypto.tink.hybrid.PredefinedHybridParameters;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.OrgDouble;
import io.rickyard.gateway.doubles.Reply;
import io.rickyard.gateway.doubles.ServiceDouble;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.service.RunningService;
import io.rickyard.testing.RecordingPublisher;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A gateway with doubles behind it. */
final class Installation implements AutoCloseable {

  static final byte[] SIGNING_SECRET = new byte[32];

  final AuthDouble auth = new AuthDouble();
  final OrgDouble org = new OrgDouble();
  final ServiceDouble projector = new ServiceDouble();
  final ServiceDouble bridge = new ServiceDouble();
  final ServiceDouble worker = new ServiceDouble();
  final KeysetHandle workerKeys = newKeys();
  private final RunningService gateway;

  Installation() {
    this(Map.of("test.kafka", "recording", "rickyard.kafka.bootstrap-servers", "127.0.0.1:1"));
  }

  Installation(Map<String, Object> more) {
    projector.on("GET /stacks", _ -> Reply.json(200, Map.of("data", List.of())));
    Map<String, Object> settings = new HashMap<>();
    settings.put("micronaut.server.port", -1);
    settings.put("rickyard.services.auth.url", auth.service().url());
    settings.put("rickyard.services.org.url", org.service().url());
    settings.put("rickyard.services.projector.url", projector.url());
    settings.put("rickyard.services.bridge.url", bridge.url());
    settings.put("rickyard.services.worker.url", worker.url());
    settings.put("rickyard.signing.secret", Base64.getEncoder().encodeToString(SIGNING_SECRET));
    settings.put("rickyard.internal.secret", AuthDouble.GATEWAY_SECRET);
    settings.put("rickyard.secrets.public-keyset", publicKeys(workerKeys));
    settings.put("rickyard.installation.publishable-key", "sb_publishable_test");
    settings.put("rickyard.installation.secret-key", "sb_secret_test");
    settings.put("rickyard.gateway.rates.sign-in", 1000);
    settings.putAll(more);
    gateway = ApiGateway.start(settings);
  }

  URI url() {
    return gateway.url();
  }

  RunningService gateway() {
    return gateway;
  }

  /** What was published of commands; audit records follow in their own time. */
  List<OutgoingMessage> commands() {
    return published().published().stream()
        .filter(message -> message.topic() != Topic.AUDIT)
        .toList();
  }

  RecordingPublisher published() {
    return gateway.context().getBean(RecordingPublisher.class);
  }

  @Override
  public void close() {
    gateway.close();
    auth.service().close();
    org.service().close();
    projector.close();
    bridge.close();
    worker.close();
  }

  private static KeysetHandle newKeys() {
    try {
      HybridConfig.register();
      return KeysetHandle.generateNew(
          PredefinedHybridParameters.ECIES_P256_HKDF_HMAC_SHA256_AES128_GCM);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String publicKeys(KeysetHandle keys) {
    try {
      return TinkJsonProtoKeysetFormat.serializeKeyset(
          keys.getPublicKeysetHandle(), InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
