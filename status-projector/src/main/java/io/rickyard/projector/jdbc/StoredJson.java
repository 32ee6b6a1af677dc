package io.rickyard.projector.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rickyard.contracts.json.ContractJson;
import org.jspecify.annotations.Nullable;

/**
 * JSON as PostgreSQL can hold it: U+0000, which neither text nor jsonb takes, is written as U+FFFD.
 */
final class StoredJson {

  private static final JsonMapper MAPPER = mapper();

  private StoredJson() {}

  static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "A " + value.getClass().getSimpleName() + " cannot be written", e);
    }
  }

  static <T> T read(String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored " + type.getSimpleName() + " cannot be read", e);
    }
  }

  /** The same for text outside JSON. */
  static String text(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
  }

  private static JsonMapper mapper() {
    var mapper = ContractJson.mapper().copy();
    mapper.getFactory().setCharacterEscapes(new NulReplaced());
    return mapper;
  }

  private static final class NulReplaced extends CharacterEscapes {

    private static final long serialVersionUID = 1L;
    private static final SerializableString REPLACEMENT = new SerializedString("\uFFFD");

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] codes = CharacterEscapes.standardAsciiEscapesForJSON();
      codes[0] = CharacterEscapes.ESCAPE_CUSTOM;
      return codes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      return character == 0 ? REPLACEMENT : null;
    }
  }
}
