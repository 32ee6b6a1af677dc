@NullMarked
package io.rickyard.worker.types;

import org.jspecify.annotations.NullMarked;
