package io.rickyard.gateway.edge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.jackson.ObjectMapperFactory;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;

/**
 * What JSON from outside may look like: no key twice in an object, since two readers could disagree
 * about it, no depth that only an attack needs, and no zero character.
 */
@Factory
final class StrictJson {

  private static final int DEEPEST = 64;
  private static final int LONGEST_NUMBER = 100;

  @Singleton
  @Replaces(bean = JsonFactory.class, factory = ObjectMapperFactory.class)
  JsonFactory factory() {
    var builder =
        new JsonFactoryBuilder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(LONGEST_NUMBER)
                    .build())
            // Each request has a virtual thread of its own: buffers kept for a thread would be new
            // ones.
            .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
    return new PlainTextFactory(builder);
  }

  /** Has every parser look for zero characters. */
  private static final class PlainTextFactory extends JsonFactory {

    private static final long serialVersionUID = 1L;

    PlainTextFactory(JsonFactoryBuilder builder) {
      super(builder);
    }

    @Override
    protected JsonParser _createParser(InputStream in, IOContext context) throws IOException {
      return new PlainTextParser(super._createParser(in, context));
    }

    @Override
    protected JsonParser _createParser(Reader in, IOContext context) throws IOException {
      return new PlainTextParser(super._createParser(in, context));
    }

    @Override
    protected JsonParser _createParser(byte[] data, int offset, int length, IOContext context)
        throws IOException {
      return new PlainTextParser(super._createParser(data, offset, length, context));
    }

    @Override
    protected JsonParser _createParser(
        char[] data, int offset, int length, IOContext context, boolean recyclable)
        throws IOException {
      return new PlainTextParser(super._createParser(data, offset, length, context, recyclable));
    }
  }
}
