package io.rickyard.gateway.tls;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the certificate by the name that the client asks for. Where none is good for it, or no
 * name is asked for, the client is told so in the protocol's own words; another certificate would
 * only be refused by it, and would tell which names there are.
 */
final class NamedHandshake extends SniHandler {

  private static final Logger LOG = LoggerFactory.getLogger(NamedHandshake.class);

  private static final long LONGEST_HELLO_MILLIS = Duration.ofSeconds(10).toMillis();

  /** A record (alert, TLS 1.2, two bytes): fatal, unrecognized_name (RFC 6066, section 3). */
  private static final byte[] UNRECOGNIZED_NAME = {21, 3, 3, 0, 2, 2, 112};

  private boolean refused;

  NamedHandshake(Certificates certificates) {
    this(certificates, UnaryOperator.identity());
  }

  /**
   * One that may show a name the certificate of another.
   *
   * @param shownAs the name whose certificate is shown where none is good for the one asked for
   */
  NamedHandshake(Certificates certificates, UnaryOperator<String> shownAs) {
    super(
        (@Nullable String name, Promise<SslContext> promise) ->
            choose(certificates, shownAs, name, promise),
        LONGEST_HELLO_MILLIS);
  }

  private static Future<SslContext> choose(
      Certificates certificates,
      UnaryOperator<String> shownAs,
      @Nullable String name,
      Promise<SslContext> promise) {
    return name == null
        ? promise.setFailure(new NoSuchElementException("no name was asked for"))
        : certificates
            .context(name)
            .or(() -> certificates.context(shownAs.apply(name)))
            .map(promise::setSuccess)
            .orElseGet(() ->
                promise.setFailure(
                    new NoSuchElementException("no certificate is good for " + name)));
  }

  @Override
  protected void onLookupComplete(ChannelHandlerContext context, Future<SslContext> found)
      throws Exception {
    if (found.isSuccess()) {
      super.onLookupComplete(context, found);
      return;
    }
    if (refused) {
      return; // looked up once more for what the client sent behind its first message
    }
    refused = true;
    LOG.info(
        "handshake=refused caller={} reason=\"{}\"",
        context.channel().remoteAddress(),
        found.cause().getMessage());
    context
        .writeAndFlush(Unpooled.copiedBuffer(UNRECOGNIZED_NAME))
        .addListener(ChannelFutureListener.CLOSE);
  }
}
