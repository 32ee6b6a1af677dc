/**
 * Spans as OpenTelemetry has them, sent to a collector by OTLP. Loaded only where somebody said
 * where that is; nothing outside knows OpenTelemetry's classes.
 */
@NullMarked
package io.rickyard.service.opentelemetry;

import org.jspecify.annotations.NullMarked;
