package io.rickyard.gateway.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeadDeadlineTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String WHOLE = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private EmbeddedChannel connection;

  @BeforeEach
  void open() {
    connection = new EmbeddedChannel();
    connection.freezeTime();
    connection
        .pipeline()
        .addLast(new HttpServerCodec())
        .addLast(HeadDeadline.NAME, new HeadDeadline(PATIENCE));
  }

  @AfterEach
  void close() {
    connection.finishAndReleaseAll();
  }

  private void pass(Duration time) {
    connection.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
    connection.runScheduledPendingTasks();
  }

  private void say(String text) {
    connection.writeInbound(Unpooled.copiedBuffer(text, US_ASCII));
  }

  private void answer() {
    connection.writeOutbound(
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT));
  }

  private String heard() {
    var heard = new StringBuilder();
    for (ByteBuf piece = connection.readOutbound(); piece != null; ) {
      heard.append(piece.toString(US_ASCII));
      piece.release();
      piece = connection.readOutbound();
    }
    return heard.toString();
  }

  @Test
  void whoSendsNothingIsLeftWithoutAWord() {
    // when
    pass(PATIENCE.minusMillis(1));

    // then
    assertThat(connection.isOpen()).isTrue();

    // when
    pass(Duration.ofMillis(1));

    // then
    assertThat(connection.isOpen()).isFalse();
    assertThat(heard()).isEmpty();
  }

  @Test
  void bytesThatEndNoHeadBuyNoTime() {
    // when
    for (char letter : "GET / HTTP".toCharArray()) {
      say(String.valueOf(letter));
      pass(Duration.ofSeconds(1));
    }

    // then
    assertThat(connection.isOpen()).isFalse();
    assertThat(heard())
        .startsWith("HTTP/1.1 408 Request Timeout\r\n")
        .containsIgnoringCase("connection: close\r\n")
        .contains("\"code\":\"request_timed_out\"");
  }

  @Test
  void aHeadThatComesInTimeMayTakeAllOfIt() {
    // when
    say("GET / HTTP/1.1\r\n");
    pass(PATIENCE.minusMillis(1));
    say("Host: localhost\r\n\r\n");
    pass(PATIENCE.multipliedBy(3));

    // then
    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void aBodyMayTakeLonger() {
    // given
    say("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\n");

    // when
    pass(PATIENCE.multipliedBy(2));
    say("a");
    pass(PATIENCE.multipliedBy(2));

    // then
    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void betweenRequestsNothingIsExpected() {
    // given
    say(WHOLE);
    answer();

    // when
    pass(PATIENCE.multipliedBy(2));

    // then
    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void theNextHeadHasItsOwnTime() {
    // given
    say(WHOLE);
    answer();
    pass(PATIENCE.multipliedBy(2));
    say("G");

    // when
    pass(PATIENCE.minusMillis(1));

    // then
    assertThat(connection.isOpen()).isTrue();

    // when
    pass(Duration.ofMillis(1));

    // then
    assertThat(connection.isOpen()).isFalse();
    assertThat(heard()).contains("408 Request Timeout");
  }

  @Test
  void aHeadSentAheadBreaksNoAnswerOff() {
    // given
    say(WHOLE);
    say("GET /n");

    // when
    pass(PATIENCE.multipliedBy(2));

    // then
    assertThat(connection.isOpen()).isTrue();

    // when
    answer();
    pass(PATIENCE);

    // then
    assertThat(connection.isOpen()).isFalse();
    assertThat(heard()).containsSubsequence("204 No Content", "408 Request Timeout");
  }

  @Test
  void aPreliminaryAnswerIsNone() {
    // given
    say("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\na");
    connection.writeOutbound(
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    say("G");

    // when
    pass(PATIENCE);

    // then
    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void aWebSocketHasNoHeads() {
    // given
    say(WHOLE);
    connection.writeOutbound(
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS));
    connection.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);

    // when
    connection.pipeline().fireChannelReadComplete();
    pass(PATIENCE);

    // then
    assertThat(connection.isOpen()).isTrue();
    assertThat(connection.pipeline().get(HeadDeadline.class)).isNull();
  }
}
