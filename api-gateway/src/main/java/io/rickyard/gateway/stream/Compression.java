package io.rickyard.gateway.stream;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.server.netty.DefaultHttpCompressionStrategy;
import io.micronaut.http.server.netty.HttpCompressionStrategy;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Set;

/**
 * Compresses what is text and whole. An event stream is not: the compressor would keep an event
 * until enough others have followed. Nor is what may hold a secret beside what a caller chose.
 */
@Singleton
@Replaces(DefaultHttpCompressionStrategy.class)
final class Compression implements HttpCompressionStrategy {

  private static final int WORTHWHILE = 1024;
  private static final int LEVEL = 6;
  private static final int MOST_FOR_ZSTD = 32 * 1024 * 1024;
  private static final Set<String> TYPES =
      Set.of("text/html", "text/css", "text/javascript", "image/svg+xml", "application/json");

  @Override
  public boolean isEnabled() {
    return true;
  }

  @Override
  public boolean shouldCompress(HttpResponse response) {
    var headers = response.headers();
    String type = headers.get(HttpHeaderNames.CONTENT_TYPE, "").toLowerCase(Locale.ROOT);
    int parameters = type.indexOf(';');
    return TYPES.contains(parameters < 0 ? type : type.substring(0, parameters).strip())
        && headers.getInt(HttpHeaderNames.CONTENT_LENGTH, 0) >= WORTHWHILE
        && !"no-store".equals(headers.get(HttpHeaderNames.CACHE_CONTROL));
  }

  @Override
  public int getCompressionLevel() {
    return LEVEL;
  }

  @Override
  public int getMaxZstdEncodeSize() {
    return MOST_FOR_ZSTD;
  }
}
