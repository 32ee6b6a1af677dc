package io.rickyard.gateway.edge;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Refuses keys and texts with the character U+0000: PostgreSQL's jsonb cannot hold it, and a text
 * that is accepted here must not fail there.
 */
final class PlainTextParser extends JsonParserDelegate {

  PlainTextParser(JsonParser parser) {
    super(parser);
  }

  @Override
  public @Nullable JsonToken nextToken() throws IOException {
    JsonToken token = super.nextToken();
    if ((token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME)
        && getText().indexOf('\0') >= 0) {
      throw new JsonMappingException(
          this,
          "zero character",
          new IllegalArgumentException("A text holds the character U+0000, which is not allowed"));
    }
    return token;
  }
}
