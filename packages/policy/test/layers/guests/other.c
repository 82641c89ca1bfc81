/* A guest that takes another one's place. */
int add(int a, int b) { return -1; }
