package io.rickyard.gateway.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A body about a SAML provider. Its form is checked here; what it says the project's auth service
 * checks, which alone fetches what it names by an address.
 */
final class SsoProviderRequest {

  private static final String TYPE = "type";
  private static final String DOMAINS = "domains";
  private static final String MAPPING = "attribute_mapping";
  private static final List<String> TEXTS =
      List.of(TYPE, "metadata_xml", "metadata_url", "name_id_format");

  private SsoProviderRequest() {}

  /** One that is to be added. */
  static ObjectNode added(ObjectNode body) {
    var checked = checked(body);
    if (!"saml".equals(checked.path(TYPE).asText())) {
      throw invalid("type is saml");
    }
    return checked;
  }

  /** What of one is to be changed. */
  static ObjectNode checked(ObjectNode body) {
    body.properties().forEach(field -> check(field.getKey(), field.getValue()));
    var checked = body.deepCopy();
    checked.properties().removeIf(field -> field.getValue().isNull());
    return checked;
  }

  private static void check(String name, JsonNode value) {
    if (value.isNull()) {
      return;
    }
    if (TEXTS.contains(name)) {
      require(value.isTextual(), name + " is a text");
    } else if (name.equals(DOMAINS)) {
      require(
          value.isArray()
              && StreamSupport.stream(value.spliterator(), false).allMatch(JsonNode::isTextual),
          name + " is a list of texts");
    } else if (name.equals(MAPPING)) {
      require(
          value.path("keys").isObject() && value.size() == 1,
          name + " is an object with an object of keys");
    } else {
      throw new RequestRefused(ErrorCode.UNKNOWN_FIELD, "A provider has no " + name);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw invalid(otherwise);
    }
  }

  private static RequestRefused invalid(String message) {
    return new RequestRefused(ErrorCode.INVALID_REQUEST, message);
  }
}
