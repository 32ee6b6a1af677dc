package io.rickyard.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.rickyard.contracts.Position;
import io.rickyard.contracts.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {

  @Test
  void whatIsEncodedIsDecoded() throws UnreadableMessage {
    // given
    OutgoingMessage message = Messages.cancel();

    // when
    Received received = MessageCodec.decode(Messages.arrived(message));

    // then
    assertThat(received)
        .isEqualTo(
            new Received(
                new Position(Topic.COMMANDS_NORMAL, 0, 0),
                Messages.TASK.toString(),
                Messages.envelope(),
                message.headers()));
  }

  @Test
  void whatIdentifiesAMessageStandsInItsHeaders() {
    assertThat(Messages.cancel().headers())
        .isEqualTo(
            Map.of(
                "rickyard-message-id", "0193a1f0-0000-7000-8000-000000000002",
                "rickyard-type", "task.cancel",
                "rickyard-schema-version", "1",
                "rickyard-entity", "0193a1f0-0000-7000-8000-000000000001",
                "rickyard-version", "0",
                "rickyard-generation", "3",
                "rickyard-correlation-id", "request-1",
                "rickyard-causation-id", "0193a1f0-0000-7000-8000-000000000003",
                "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{}",
        "{\"type\":\"task.cancel\"}",
        "{\"type\":\"nothing\",\"body\":{}}",
        "\u0000"
      })
  void whatCannotBeReadKeepsItsHeaders(String body) {
    // given
    OutgoingMessage good = Messages.cancel();
    var broken =
        new OutgoingMessage(
            good.topic(), good.key(), body.getBytes(StandardCharsets.UTF_8), good.headers());

    // when, then
    assertThatThrownBy(() -> MessageCodec.decode(Messages.arrived(broken)))
        .asInstanceOf(type(UnreadableMessage.class))
        .extracting(failure -> failure.incoming().headers())
        .isEqualTo(good.headers());
  }

  @Test
  void anUnreadableBodyIsNotQuoted() {
    // given
    var secret =
        new OutgoingMessage(
            Topic.COMMANDS_NORMAL,
            "key",
            "{\"type\": hunter2".getBytes(StandardCharsets.UTF_8),
            Map.of());

    // when, then
    assertThatThrownBy(() -> MessageCodec.decode(Messages.arrived(secret)))
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void aMessageWithoutKeyIsUnreadable() {
    // given
    var keyless =
        new IncomingMessage(
            new Position(Topic.EVENTS, 0, 0), Instant.EPOCH, null, new byte[0], Map.of());

    // when, then
    assertThatThrownBy(() -> MessageCodec.decode(keyless)).isInstanceOf(UnreadableMessage.class);
  }

  @Test
  void onlyTypesOfTheFutureAreUnknown() {
    // given
    var future =
        new OutgoingMessage(
            Topic.EVENTS, "key", new byte[0], Map.of(MessageHeader.TYPE, "task.teleport"));
    var nameless = new OutgoingMessage(Topic.EVENTS, "key", new byte[0], Map.of());

    // when, then
    assertThat(MessageCodec.knows(Messages.arrived(future))).isFalse();
    assertThat(MessageCodec.knows(Messages.arrived(nameless))).isTrue();
    assertThat(MessageCodec.knows(Messages.arrived(Messages.cancel()))).isTrue();
  }
}
