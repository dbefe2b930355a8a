package io.tandem.tenant;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * An immutable sorted map: a change copies one path of a weight-balanced tree, so that a state of 100,000 numbers can be
 * replaced at each event, and a page of it be read without walking to it.
 */
public final class SortedTree<K extends Comparable<K>, V> {
    /** Adams' balance: with weight = size + 1, these two are proven to hold (Hirai and Yamamoto 2011). */
    private static final int DELTA = 3;
    private static final int RATIO = 2;

    private record Node<K, V>(K key, V value, Node<K, V> left, Node<K, V> right, int size) {}

    private final Node<K, V> root;

    private SortedTree(Node<K, V> root) {
        this.root = root;
    }

    public static <K extends Comparable<K>, V> SortedTree<K, V> empty() {
        return new SortedTree<>(null);
    }

    public int size() {
        return size(root);
    }

    public boolean isEmpty() {
        return root == null;
    }

    public Optional<V> get(K key) {
        Node<K, V> node = root;
        while (node != null) {
            int order = key.compareTo(node.key);
            if (order == 0) {
                return Optional.of(node.value);
            }
            node = order < 0 ? node.left : node.right;
        }
        return Optional.empty();
    }

    public SortedTree<K, V> with(K key, V value) {
        return new SortedTree<>(put(root, key, value));
    }

    public SortedTree<K, V> without(K key) {
        return new SortedTree<>(remove(root, key));
    }

    /** At most {@code top} entries in order, after passing over {@code skip}. */
    public List<Map.Entry<K, V>> page(int skip, int top) {
        List<Map.Entry<K, V>> page = new ArrayList<>(Math.clamp(size() - (long) skip, 0, top));
        collect(root, skip, top, page);
        return page;
    }

    public void forEach(BiConsumer<K, V> visitor) {
        visit(root, visitor);
    }

    private static <K, V> void visit(Node<K, V> node, BiConsumer<K, V> visitor) {
        if (node != null) {
            visit(node.left, visitor);
            visitor.accept(node.key, node.value);
            visit(node.right, visitor);
        }
    }

    private static <K, V> void collect(Node<K, V> node, int skip, int top, List<Map.Entry<K, V>> page) {
        if (node == null || page.size() >= top || skip >= node.size) {
            return;
        }
        int before = size(node.left);
        collect(node.left, skip, top, page);
        if (skip <= before && page.size() < top) {
            page.add(Map.entry(node.key, node.value));
        }
        collect(node.right, Math.max(0, skip - before - 1), top, page);
    }

    private static <K extends Comparable<K>, V> Node<K, V> put(Node<K, V> node, K key, V value) {
        if (node == null) {
            return node(key, value, null, null);
        }
        int order = key.compareTo(node.key);
        if (order == 0) {
            return node(key, value, node.left, node.right);
        }
        return order < 0
                ? balance(node, put(node.left, key, value), node.right)
                : balance(node, node.left, put(node.right, key, value));
    }

    private static <K extends Comparable<K>, V> Node<K, V> remove(Node<K, V> node, K key) {
        if (node == null) {
            return null;
        }
        int order = key.compareTo(node.key);
        if (order == 0) {
            return join(node.left, node.right);
        }
        return order < 0
                ? balance(node, remove(node.left, key), node.right)
                : balance(node, node.left, remove(node.right, key));
    }

    private static <K extends Comparable<K>, V> Node<K, V> join(Node<K, V> left, Node<K, V> right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        Node<K, V> successor = right;
        while (successor.left != null) {
            successor = successor.left;
        }
        return balance(successor, left, remove(right, successor.key));
    }

    private static <K, V> Node<K, V> balance(Node<K, V> middle, Node<K, V> left, Node<K, V> right) {
        if (weight(right) > DELTA * weight(left)) {
            return weight(right.left) < RATIO * weight(right.right)
                    ? rotateLeft(middle, left, right)
                    : rotateLeft(middle, left, rotateRight(right, right.left, right.right));
        }
        if (weight(left) > DELTA * weight(right)) {
            return weight(left.right) < RATIO * weight(left.left)
                    ? rotateRight(middle, left, right)
                    : rotateRight(middle, rotateLeft(left, left.left, left.right), right);
        }
        return node(middle.key, middle.value, left, right);
    }

    private static <K, V> Node<K, V> rotateLeft(Node<K, V> middle, Node<K, V> left, Node<K, V> right) {
        return node(right.key, right.value, node(middle.key, middle.value, left, right.left), right.right);
    }

    private static <K, V> Node<K, V> rotateRight(Node<K, V> middle, Node<K, V> left, Node<K, V> right) {
        return node(left.key, left.value, left.left, node(middle.key, middle.value, left.right, right));
    }

    private static <K, V> Node<K, V> node(K key, V value, Node<K, V> left, Node<K, V> right) {
        return new Node<>(key, value, left, right, size(left) + size(right) + 1);
    }

    private static int size(Node<?, ?> node) {
        return node == null ? 0 : node.size;
    }

    private static int weight(Node<?, ?> node) {
        return size(node) + 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SortedTree<?, ?> tree && size() == tree.size()
                && page(0, size()).equals(tree.page(0, size()));
    }

    @Override
    public int hashCode() {
        return page(0, size()).hashCode();
    }

    @Override
    public String toString() {
        return "SortedTree of " + size();
    }
}
