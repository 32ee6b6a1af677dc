package io.rickyard.testing;

import static java.util.stream.Collectors.toUnmodifiableMap;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A span as a collector received it.
 *
 * @param service who made it
 * @param trace the trace's id, 32 hexadecimal digits
 * @param id its own, 16 digits
 * @param parent the parent's, empty where it begins the trace
 * @param links the ids of spans that it names besides
 * @param kind {@code server}, {@code client}, {@code producer}, {@code consumer} or {@code
 *     internal}
 * @param name what was done
 * @param failure the code of what went wrong; empty where nothing did
 * @param attributes what else it tells, as text
 */
public record CollectedSpan(
    String service,
    String trace,
    String id,
    String parent,
    List<String> links,
    String kind,
    String name,
    String failure,
    Map<String, String> attributes) {

  private static final String KIND = "span_kind_";

  /** Copies the collections. */
  public CollectedSpan {
    links = List.copyOf(links);
    attributes = Map.copyOf(attributes);
  }

  static CollectedSpan of(Resource resource, Span span) {
    return new CollectedSpan(
        texts(resource.getAttributesList()).getOrDefault("service.name", ""),
        hex(span.getTraceId()),
        hex(span.getSpanId()),
        hex(span.getParentSpanId()),
        span.getLinksList().stream().map(link -> hex(link.getSpanId())).toList(),
        span.getKind().name().toLowerCase(Locale.ROOT).substring(KIND.length()),
        span.getName(),
        span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR
            ? span.getStatus().getMessage()
            : "",
        texts(span.getAttributesList()));
  }

  /** One attribute; empty where it is not told. */
  public String attribute(String name) {
    return attributes.getOrDefault(name, "");
  }

  private static Map<String, String> texts(List<KeyValue> attributes) {
    return attributes.stream().collect(toUnmodifiableMap(KeyValue::getKey, CollectedSpan::text));
  }

  private static String text(KeyValue attribute) {
    var value = attribute.getValue();
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case INT_VALUE -> Long.toString(value.getIntValue());
      default -> value.toString();
    };
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
