// A chosen file's name and size, and a word before it is sent in vain. `data-most` is the limit in MB.
const sizeOf = (bytes: number) =>
  bytes < 1_048_576 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1_048_576).toFixed(1)} MB`

for (const input of document.querySelectorAll<HTMLInputElement>('input[type=file]')) {
  const words = document.createElement('p')
  words.setAttribute('role', 'status')
  input.after(words)
  const most = Number(input.dataset['most'] ?? 20)
  input.addEventListener('change', () => {
    const [file] = input.files ?? []
    const over = file !== undefined && file.size > most * 1_048_576
    words.className = over ? 'errm' : 'hint'
    words.textContent = file
      ? `已选：${file.name}，${sizeOf(file.size)}${over ? `，超过 ${most} MB，请压缩或拆分后重新选择。` : ''}`
      : ''
    input.setCustomValidity(over ? `文件超过 ${most} MB。` : '')
  })
}
