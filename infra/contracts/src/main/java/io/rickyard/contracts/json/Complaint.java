package io.rickyard.contracts.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;

/** What is wrong with an input, in words for who wrote it. */
public final class Complaint {

  private static final String UNFIT = "it is not what this type of task takes";

  private Complaint() {}

  /** Our own records' words are for callers; Jackson's are about classes. */
  public static String about(JsonProcessingException failure) {
    return switch (failure) {
      case UnrecognizedPropertyException unknown ->
          "the field " + unknown.getPropertyName() + " is not known";
      case JsonMappingException mapping -> about(mapping);
      default -> UNFIT;
    };
  }

  private static String about(JsonMappingException failure) {
    return switch (failure.getCause()) {
      case IllegalArgumentException own when own.getMessage() != null -> own.getMessage();
      case NullPointerException missing when missing.getMessage() != null ->
          "the field " + missing.getMessage() + " is missing";
      case null, default ->
          failure.getPath().isEmpty()
              ? UNFIT
              : "the field " + failure.getPath().getLast().getFieldName() + " does not fit";
    };
  }
}
