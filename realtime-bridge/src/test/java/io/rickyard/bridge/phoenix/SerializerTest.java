package io.rickyard.bridge.phoenix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SerializerTest {

  private static final PhoenixMessage JOIN =
      new PhoenixMessage(
          "1", "2", "realtime:x", "phx_join", JsonNodeFactory.instance.objectNode().put("a", 1));

  private static final PhoenixMessage PUSH =
      new PhoenixMessage(
          null, null, "realtime:x", "broadcast", JsonNodeFactory.instance.objectNode());

  @Test
  void versionOneIsAnObject() {
    // when
    String written = Serializer.V1.write(JOIN);

    // then
    assertThat(written)
        .isEqualTo(
            """
            {"topic":"realtime:x","event":"phx_join","payload":{"a":1},"ref":"2","join_ref":"1"}\
            """);
  }

  @Test
  void versionTwoIsAnArray() {
    // when
    String written = Serializer.V2.write(JOIN);

    // then
    assertThat(written)
        .isEqualTo(
            """
            ["1","2","realtime:x","phx_join",{"a":1}]\
            """);
  }

  @Test
  void pushesHaveNullRefs() {
    // when
    String written = Serializer.V2.write(PUSH);

    // then
    assertThat(written)
        .isEqualTo(
            """
            [null,null,"realtime:x","broadcast",{}]\
            """);
  }

  @ParameterizedTest
  @EnumSource
  void readsWhatItWrote(Serializer serializer) {
    // when
    var read = serializer.read(serializer.write(JOIN));

    // then
    assertThat(read).contains(JOIN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "null",
        "7",
        "[]",
        "[1,2,3,4]",
        "[\"1\",\"2\",3,\"event\",{}]",
        "{}",
        "{\"topic\":\"t\"}"
      })
  void whatIsNoMessageIsNotRead(String text) {
    // when
    var read = Stream.of(Serializer.values()).flatMap(serializer -> serializer.read(text).stream());

    // then
    assertThat(read).isEmpty();
  }

  @Test
  void payloadMayBeMissingInVersionOne() {
    // when
    var read = Serializer.V1.read("{\"topic\":\"phoenix\",\"event\":\"heartbeat\",\"ref\":3}");

    // then
    assertThat(read)
        .contains(
            new PhoenixMessage(
                null, "3", "phoenix", "heartbeat", JsonNodeFactory.instance.objectNode()));
  }

  @Test
  void knowsTheTwoVersionsAndTakesTheOlderOneWhenNoneIsNamed() {
    assertThat(Serializer.version("2.0.0")).contains(Serializer.V2);
    assertThat(Serializer.version("1.0.0")).contains(Serializer.V1);
    assertThat(Serializer.version(null)).contains(Serializer.V1);
    assertThat(Serializer.version("3.0.0")).isEmpty();
  }
}
