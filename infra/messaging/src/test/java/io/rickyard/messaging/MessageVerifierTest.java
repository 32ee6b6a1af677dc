package io.rickyard.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.topic.Topic;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageVerifierTest {

  private static final byte[] GATEWAY = "the gateway's secret has 32 bytes".getBytes(UTF_8);
  private static final byte[] ORG = "org-service's secret has 32 bytes".getBytes(UTF_8);
  private static final OutgoingMessage SIGNED =
      new MessageSigner("gateway", GATEWAY).sign(Messages.cancel());

  private final MessageVerifier verifier =
      new MessageVerifier(Map.of("gateway", GATEWAY, "org", ORG));

  @Test
  void whatASignerSignedIsGenuine() {
    assertThat(verifier.isGenuine(Messages.arrived(SIGNED))).isTrue();
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void whatWasChangedOrSignedByOthersIsNot(OutgoingMessage forgery) {
    assertThat(verifier.isGenuine(Messages.arrived(forgery))).isFalse();
  }

  static Stream<OutgoingMessage> forgeries() {
    OutgoingMessage plain = Messages.cancel();
    String signature = SIGNED.headers().getOrDefault(MessageHeader.SIGNATURE, "");
    String bare = signature.substring(signature.indexOf(':') + 1);
    return Stream.of(
        plain,
        new OutgoingMessage(Topic.COMMANDS_BATCH, SIGNED.key(), SIGNED.value(), SIGNED.headers()),
        new OutgoingMessage(SIGNED.topic(), "another", SIGNED.value(), SIGNED.headers()),
        new OutgoingMessage(SIGNED.topic(), SIGNED.key(), new byte[] {1}, SIGNED.headers()),
        plain.withHeader(MessageHeader.SIGNATURE, "org:" + bare),
        plain.withHeader(MessageHeader.SIGNATURE, "nobody:" + bare),
        plain.withHeader(MessageHeader.SIGNATURE, bare),
        plain.withHeader(MessageHeader.SIGNATURE, "gateway:"),
        plain.withHeader(MessageHeader.SIGNATURE, "gateway:?"),
        new MessageSigner("gateway", ORG).sign(plain));
  }

  @Test
  void aShortSecretIsRefused() {
    assertThatThrownBy(() -> new MessageSigner("gateway", new byte[31]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rickyard.signing");
  }
}
