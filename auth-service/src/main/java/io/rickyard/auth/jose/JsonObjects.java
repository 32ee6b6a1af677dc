package io.rickyard.auth.jose;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.Map;

/** Reads stored JSON objects into claims. */
final class JsonObjects {

  Map<String, Object> read(String json) {
    try {
      return JSONObjectUtils.parse(json);
    } catch (ParseException e) {
      throw new IllegalStateException("The stored metadata is no JSON object", e);
    }
  }
}
