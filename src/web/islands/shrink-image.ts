// A phone's screenshot is made smaller before it is sent: at most 1600 pixels, JPEG. What can't be read is sent as it is.
const most = 1600

async function shrink(file: File): Promise<File> {
  const image = await createImageBitmap(file)
  const scale = most / Math.max(image.width, image.height)
  if (scale >= 1 && file.size < 1_000_000) return file
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(image.width * Math.min(1, scale))
  canvas.height = Math.round(image.height * Math.min(1, scale))
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.85))
  return blob && blob.size < file.size
    ? new File([blob], file.name.replace(/\.\w+$/, '.jpg'), { type: 'image/jpeg' })
    : file
}

for (const input of document.querySelectorAll<HTMLInputElement>('input[type=file][data-shrink]')) {
  input.addEventListener('change', () => {
    const [file] = input.files ?? []
    if (!file || !file.type.startsWith('image/')) return
    void shrink(file).then(
      (smaller) => {
        if (smaller === file) return
        const transfer = new DataTransfer()
        transfer.items.add(smaller)
        input.files = transfer.files
        // Whoever shows name and size shows those of what will be sent.
        input.dispatchEvent(new Event('change'))
      },
      () => undefined,
    )
  })
}
